/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.internal.net.Loopback;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import okhttp3.OkHttpClient;

/**
 * Asks a person over their own device whether they agree to something (OpenID Connect CIBA Core 1.0, poll mode). Each
 * answer is an ID token whose signature, {@code iss}, {@code aud}, {@code sub} and times have been verified; the access
 * token that comes with it is thrown away. Thread-safe.
 */
public final class BackchannelAuthentication {
    private final AuthorizationServer server;
    private final String client;
    private final WorkloadIdentity workload;
    private final Clock clock;
    private final Duration second;

    private BackchannelAuthentication(
            AuthorizationServer server, String client, WorkloadIdentity workload, Clock clock, Duration second) {
        this.server = server;
        this.client = client;
        this.workload = workload;
        this.clock = clock;
        this.second = second;
    }

    /**
     * Nothing is fetched yet.
     *
     * @param issuer the server's issuer identifier: HTTPS, or HTTP on this machine
     * @param client the OAuth client id there
     * @param workload proves to be that client
     * @param settings whose TLS, proxy, DNS and interceptors are used; interceptors see tokens
     */
    public static BackchannelAuthentication at(
            URI issuer, String client, WorkloadIdentity workload, OkHttpClient settings, Clock clock) {
        return of(issuer, client, workload, settings, clock, Duration.ofSeconds(1));
    }

    /** @param second how long a second of the server's interval takes */
    static BackchannelAuthentication of(
            URI issuer, String client, WorkloadIdentity workload, OkHttpClient settings, Clock clock, Duration second) {
        if (!Loopback.isProtected(issuer) || issuer.getRawQuery() != null || issuer.getRawFragment() != null) {
            throw new IllegalArgumentException("expected an issuer: HTTPS, or HTTP on loopback");
        }
        JsonHttp http =
                new JsonHttp(settings, OpenTelemetry.noop(), issuer.toString(), Metrics.of(OpenTelemetry.noop()));
        return new BackchannelAuthentication(
                new AuthorizationServer(issuer, http, clock),
                Objects.requireNonNull(client, "client"),
                Objects.requireNonNull(workload, "workload"),
                clock,
                second);
    }

    /** The server's issuer identifier. */
    public String issuer() {
        return server.issuer().toString();
    }

    /**
     * Asks one person, and polls until they have answered. Cancelling the stage ends the polling; the server has no way to
     * be told.
     *
     * @return true if they agreed, false if they declined; fails with {@link CredentialException} if nobody answered in
     *     time or the answer is not theirs
     */
    public CompletionStage<Boolean> ask(BackchannelRequest request) {
        Duration left = Duration.between(clock.instant(), request.expiresAt());
        if (left.isNegative() || left.isZero()) {
            return CompletableFuture.failedFuture(
                    new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "no time is left to ask anybody"));
        }
        IdTokenCheck check = new IdTokenCheck(server, client, request.subject(), clock);
        return new BackchannelPolling(server, this::form, request, check, clock, second).begin(left);
    }

    private TokenForm form() {
        return new TokenForm().addClient(client, workload.authentication(client, issuer()));
    }

    @Override
    public String toString() {
        return "BackchannelAuthentication[" + client + " at " + issuer() + "]";
    }
}
