/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.SourceConfig;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.OkHttpClient;

/** Sources as a policy and an application would set them up; a class that asks for some is extended with {@link OpenSources}. */
final class TestSources {
    static final WorkloadIdentity POD = podIdentity();

    private TestSources() {}

    static CredentialSource connect(SourceConfig config, Clock clock) {
        return connect(config, clock, OpenTelemetry.noop());
    }

    static CredentialSource connect(SourceConfig config, Clock clock, OpenTelemetry openTelemetry) {
        return OpenSources.add(CredentialSources.of(
                        Map.of(config.name(), config),
                        Map.of("pod", POD),
                        Map.of(),
                        null,
                        clock,
                        openTelemetry,
                        dev.taskbound.telemetry.Metrics.of(OpenTelemetry.noop())))
                .forName(config.name());
    }

    static SourceConfig exchange(URI issuer, String... ignores) {
        return config(SourceConfig.Type.TOKEN_EXCHANGE, issuer, ignores);
    }

    static SourceConfig config(SourceConfig.Type type, URI issuer, String... ignores) {
        var always = new SourceConfig.When(null, null, null, null, null);
        var identity = new SourceConfig.Identity(always, "agent-writer", "pod");
        return new SourceConfig(
                "bank",
                type,
                issuer,
                List.of(identity),
                Set.of(ignores),
                SourceConfig.Token.JWT,
                SourceConfig.Actor.ASSERTION);
    }

    static CredentialSource connect(SourceConfig config, WorkloadIdentity workload, OkHttpClient client) {
        return OpenSources.add(CredentialSources.of(
                        Map.of(config.name(), config),
                        Map.of("pod", workload),
                        Map.of(),
                        client,
                        Clock.systemUTC(),
                        OpenTelemetry.noop(),
                        dev.taskbound.telemetry.Metrics.of(OpenTelemetry.noop())))
                .forName(config.name());
    }

    static SourceConfig of(SourceConfig config, SourceConfig.Token token, SourceConfig.Actor actor) {
        return new SourceConfig(
                config.name(), config.type(), config.issuer(), config.identities(), config.ignores(), token, actor);
    }

    private static WorkloadIdentity podIdentity() {
        try {
            return WorkloadIdentity.privateKey(Tokens.ec("pod-key").toPrivateKey(), "pod-key");
        } catch (com.nimbusds.jose.JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
