/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Type;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialSourcesTest {
    private static final URI ISSUER = URI.create("https://idp.example.com");
    private final CredentialSource own = request -> CompletableFuture.failedFuture(new AssertionError());

    @Test
    void makesASourceOfEveryType() {
        EmbeddedIssuer issuer = EmbeddedIssuer.create();
        var configs = Map.of(
                "bank", named("bank", Type.TOKEN_EXCHANGE),
                "batch", named("batch", Type.CLIENT_CREDENTIALS),
                "vault", named("vault", Type.CUSTOM),
                "local", named("local", Type.EMBEDDED),
                "test", named("test", Type.EMBEDDED));
        CredentialSources sources = of(configs, Map.of("vault", own, "local", issuer));
        assertThat(sources.forName("vault")).isSameAs(own);
        assertThat(sources.forName("local")).isSameAs(issuer);
        assertThat(sources.forName("test")).isInstanceOf(EmbeddedIssuer.class).isNotSameAs(issuer);
        assertThat(sources.forName("bank")).isNotNull();
        assertThat(sources.forName("batch")).isNotNull();
        assertThatThrownBy(() -> sources.forName("bonk"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no credential source bonk");
    }

    @Test
    void keepsASourceThatANewPolicyLeavesAsItWas() {
        var local = named("local", Type.EMBEDDED);
        CredentialSources before = of(Map.of("local", local, "bank", named("bank", Type.TOKEN_EXCHANGE)), Map.of());
        CredentialSources after = before.with(Map.of("local", local, "bank", named("bank", Type.CLIENT_CREDENTIALS)));
        assertThat(after.forName("local")).isSameAs(before.forName("local"));
        assertThat(after.forName("bank")).isNotSameAs(before.forName("bank"));
    }

    @Test
    void findsEverythingThatIsMissingAtOnce() {
        var always = new SourceConfig.When(null, null, null, null, null);
        var lost = List.of(new SourceConfig.Identity(always, "c", "lost"));
        var configs = Map.of(
                "a",
                        new SourceConfig(
                                "a",
                                Type.TOKEN_EXCHANGE,
                                ISSUER,
                                lost,
                                Set.of(),
                                SourceConfig.Token.JWT,
                                SourceConfig.Actor.ASSERTION),
                "b",
                        new SourceConfig(
                                "b",
                                Type.CLIENT_CREDENTIALS,
                                null,
                                List.of(),
                                Set.of(),
                                SourceConfig.Token.JWT,
                                SourceConfig.Actor.ASSERTION),
                "c", named("c", Type.CUSTOM),
                "d", named("d", Type.EMBEDDED),
                "e", named("e", Type.TOKEN_EXCHANGE),
                "embedded", named("embedded", Type.TOKEN_EXCHANGE));
        assertThatThrownBy(() -> of(configs, Map.of("d", own, "e", own)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("source a: expected a WorkloadIdentity registered as lost, there are [pod]")
                .hasMessageContaining("source b: expected an issuer")
                .hasMessageContaining("source c: expected a CredentialSource")
                .hasMessageContaining("source d: expected an EmbeddedIssuer")
                .hasMessageContaining("source e: a source is registered")
                .hasMessageContaining("source embedded: the name is for embedded issuers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://idp.example.com",
                "ftp://localhost",
                "https:///x",
                "idp.example.com",
                "https://idp.example.com?x=y",
                "https://idp.example.com#x",
                "http://localhost.example.com"
            })
    void refusesAnIssuerThatAnybodyCouldBe(String issuer) {
        assertThatThrownBy(() -> of(Map.of("bank", TestSources.exchange(URI.create(issuer))), Map.of()))
                .hasMessageContaining("expected an issuer");
    }

    private static CredentialSources of(Map<String, SourceConfig> configs, Map<String, CredentialSource> custom) {
        return CredentialSources.of(
                configs,
                Map.of("pod", TestSources.POD),
                custom,
                null,
                Clock.systemUTC(),
                OpenTelemetry.noop(),
                dev.taskbound.telemetry.Metrics.of(OpenTelemetry.noop()));
    }

    // RFC 8414, 3.1.
    @Test
    void looksForMetadataWhereTheStandardsHaveIt() {
        assertThat(ServerMetadata.addresses(URI.create("https://idp.example.com/realms/a")))
                .containsExactly(
                        URI.create("https://idp.example.com/.well-known/oauth-authorization-server/realms/a"),
                        URI.create("https://idp.example.com/realms/a/.well-known/openid-configuration"));
        assertThat(ServerMetadata.addresses(URI.create("https://idp.example.com")))
                .isEqualTo(ServerMetadata.addresses(URI.create("https://idp.example.com/")))
                .containsExactly(
                        URI.create("https://idp.example.com/.well-known/oauth-authorization-server"),
                        URI.create("https://idp.example.com/.well-known/openid-configuration"));
    }

    private static SourceConfig named(String name, Type type) {
        SourceConfig config = TestSources.config(type, ISSUER);
        return new SourceConfig(
                name, type, config.issuer(), config.identities(), Set.of(), config.token(), config.actor());
    }
}
