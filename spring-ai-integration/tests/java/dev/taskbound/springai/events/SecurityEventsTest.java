/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.revocation.SubjectMapping;
import dev.taskbound.state.Revocation;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Issue 6, security events set up by properties alone, as docs/security-events.md has it. */
@Timeout(120)
class SecurityEventsTest {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools: { look: { action: read } }
            intents:
              assist: { open: { agents: [helper] }, allow: [ { tool: look } ] }
            """;
    private static final String ISSUER = "https://idp.example.com";
    private static final String AUDIENCE = "https://agents.example.com/events";

    /** Spring Security as Boot sets it up, but for the one path that has signatures instead. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        SecurityFilterChain events(HttpSecurity http) throws Exception {
            return http.securityMatcher("/taskbound/events")
                    .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }

        @Bean
        SubjectMapping mailAddresses() {
            return subject ->
                    subject.text("email").filter("bob@example.com"::equals).isPresent()
                            ? Set.of(new Revocation.Target(Revocation.Kind.PRINCIPAL, "bob"))
                            : Set.of();
        }
    }

    @Test
    void anEventOfTheConfiguredTransmitterEndsWhatItsSubjectHasRunning(@TempDir Path directory) throws Exception {
        RSAKey key = new RSAKeyGenerator(2048).keyID("k").generate();
        try (MockWebServer idp = new MockWebServer()) {
            idp.setDispatcher(keys(key));
            idp.start();
            try (ConfigurableApplicationContext application = start(
                    directory,
                    "taskbound.security-events.issuer=" + ISSUER,
                    "taskbound.security-events.jwks-uri=http://127.0.0.1:" + idp.getPort() + "/jwks",
                    "taskbound.security-events.audience=" + AUDIENCE,
                    "taskbound.security-events.authorization-header=Bearer agreed",
                    "taskbound.security-events.risk-levels=MEDIUM,HIGH")) {
                flow(application, key);
            }
        }
    }

    private static void flow(ConfigurableApplicationContext application, RSAKey key) throws Exception {
        ToolGuard guard = application.getBean(ToolGuard.class);
        TaskScope alice = open(guard, "alice");
        TaskScope bob = open(guard, "bob");
        Map<String, Object> ofAlice = Map.of("format", "iss_sub", "iss", ISSUER, "sub", "alice");
        Map<String, Object> ofBob = Map.of("format", "email", "email", "bob@example.com");
        String revoked = event(key, "session-revoked", Map.of(), ofAlice);

        assertThat(post(application, revoked, "Bearer other").body()).contains("authentication_failed");
        assertThat(post(application, "x".repeat(40_000), "Bearer agreed").statusCode())
                .isEqualTo(413);
        RSAKey forger = new RSAKeyGenerator(2048).keyID("k").generate();
        assertThat(post(application, event(forger, "session-revoked", Map.of(), ofAlice), "Bearer agreed")
                        .body())
                .contains("invalid_key");
        assertThat(alice.isOpen()).isTrue();

        HttpResponse<String> answer = post(application, revoked, "Bearer agreed");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(alice.isOpen()).isFalse();
        assertThat(bob.isOpen()).isTrue();

        Map<String, Object> medium = Map.of("current_level", "MEDIUM", "principal", "USER");
        String risk = event(key, "risk-level-change", medium, ofBob);
        assertThat(post(application, risk, "Bearer agreed").statusCode()).isEqualTo(202);
        assertThat(bob.isOpen()).isFalse();
    }

    @Test
    void thereIsNoReceiverUnlessATransmitterIsNamed(@TempDir Path directory) throws Exception {
        try (ConfigurableApplicationContext application = start(directory)) {
            assertThat(application.getBeansOfType(SecurityEventReceiver.class)).isEmpty();
            assertThat(post(application, "x", "Bearer agreed").statusCode()).isEqualTo(404);
        }
        assertThatThrownBy(() -> start(directory, "taskbound.security-events.issuer=" + ISSUER))
                .hasStackTraceContaining("taskbound.security-events.jwks-uri is not set");
    }

    private static TaskScope open(ToolGuard guard, String principal) {
        return guard.open(TaskRequest.intent("assist")
                .agent("helper")
                .principal(Principal.verified("test", principal))
                .build());
    }

    private static Dispatcher keys(RSAKey key) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return new MockResponse.Builder()
                        .addHeader("Content-Type", "application/json")
                        .body(new JWKSet(key.toPublicJWK()).toString())
                        .build();
            }
        };
    }

    private static ConfigurableApplicationContext start(Path directory, String... more) throws Exception {
        Path policy = Files.writeString(directory.resolve("taskbound.yaml"), POLICY);
        List<String> properties = new ArrayList<>(List.of(
                "server.port=0",
                "server.address=127.0.0.1",
                "spring.application.name=helper",
                "taskbound.policy=file:" + policy,
                "taskbound.audit.file=" + directory.resolve("audit-" + UUID.randomUUID() + ".jsonl")));
        properties.addAll(List.of(more));
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(properties.toArray(String[]::new))
                .run();
    }

    private static String event(RSAKey key, String type, Map<String, Object> said, Map<String, Object> subject)
            throws JOSEException {
        Map<String, Object> claims = Map.of(
                "iss",
                ISSUER,
                "aud",
                AUDIENCE,
                "iat",
                Instant.now().getEpochSecond(),
                "jti",
                UUID.randomUUID().toString(),
                "sub_id",
                subject,
                "events",
                Map.of("https://schemas.openid.net/secevent/caep/event-type/" + type, said));
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(new JOSEObjectType("secevent+jwt"))
                .keyID("k")
                .build();
        JWSObject jws = new JWSObject(header, new Payload(CanonicalJson.write(claims)));
        jws.sign(new RSASSASigner(key));
        return jws.serialize();
    }

    private static HttpResponse<String> post(ConfigurableApplicationContext application, String body, String header)
            throws Exception {
        URI address = URI.create("http://127.0.0.1:"
                + application.getEnvironment().getProperty("local.server.port") + "/taskbound/events");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/secevent+jwt")
                .header("Authorization", header)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
