/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.SourceConfig;
import io.opentelemetry.context.Context;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import okhttp3.FormBody;

/**
 * Asks an authorization server for one token per call, authenticated by a client assertion, and verifies what comes
 * back against what was asked. One request, no retry, and one deadline for all of it. Thread-safe.
 */
final class OAuthSource implements CredentialSource {
    private final SourceConfig config;
    private final Grant grant;
    private final AuthorizationServer server;
    private final JwtSignatures signatures;
    private final Map<String, WorkloadIdentity> workloads;
    private final Clock clock;

    /** @param workloads has every workload that the configuration names */
    OAuthSource(
            SourceConfig config,
            Grant grant,
            AuthorizationServer server,
            Map<String, WorkloadIdentity> workloads,
            Clock clock) {
        this.config = config;
        this.grant = grant;
        this.server = server;
        this.signatures = new JwtSignatures(server);
        this.workloads = workloads;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requireNonNull(request, "request");
        try {
            grant.requireAskable(request);
            return issue(request, identity(request), remaining(request));
        } catch (CredentialException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private SourceConfig.Identity identity(CredentialRequest request) {
        return config.identity(
                        request.action(),
                        request.task().tenant(),
                        request.task().agent(),
                        request.destination())
                .orElseThrow(() -> unavailable("no identity is for this call"));
    }

    private Duration remaining(CredentialRequest request) {
        Duration left = Duration.between(clock.instant(), request.deadline());
        if (left.isNegative() || left.isZero()) {
            throw unavailable("no time is left for this call");
        }
        return left;
    }

    private CompletionStage<Credential> issue(
            CredentialRequest request, SourceConfig.Identity identity, Duration remaining) {
        long end = System.nanoTime() + remaining.toNanos();
        Supplier<Duration> left = () -> Duration.ofNanos(Math.max(1, end - System.nanoTime()));
        return server.token(() -> form(request, identity), left)
                .thenCompose(Context.current().wrapFunction(response -> verified(request, response)))
                .orTimeout(remaining.toNanos(), TimeUnit.NANOSECONDS)
                // The timeout comes from a thread that all of Java shares; what follows a failure must not run there.
                .exceptionallyComposeAsync(e -> CompletableFuture.failedFuture(explained(e)), server.executor());
    }

    private FormBody form(CredentialRequest request, SourceConfig.Identity identity) {
        WorkloadIdentity workload = requireNonNull(workloads.get(identity.workload()));
        try {
            FormBody.Builder form = new FormBody.Builder();
            grant.addTo(form, request, workload);
            addWanted(form, request);
            addClient(
                    form, workload.assertion(identity.client(), server.issuer().toString()), identity.client());
            return form.build();
        } catch (IllegalStateException e) {
            throw unavailable("workload " + identity.workload() + ": " + e.getMessage());
        }
    }

    private static void addClient(FormBody.Builder form, ClientAssertion assertion, String client) {
        form.add("client_id", client);
        form.add("client_assertion_type", assertion.type());
        form.add("client_assertion", assertion.value().reveal());
    }

    private void addWanted(FormBody.Builder form, CredentialRequest request) {
        Destination destination = request.destination();
        String audience = destination.audience();
        if (isResource(audience)) {
            addUnlessIgnored(form, "resource", audience);
        }
        addUnlessIgnored(form, "audience", audience);
        destination.scope(request.action()).ifPresent(scope -> form.add("scope", scope));
        String details = CanonicalJson.write(ToolCallDetail.of(request).toJson());
        addUnlessIgnored(form, ToolCallDetail.CLAIM, details);
    }

    private void addUnlessIgnored(FormBody.Builder form, String name, String value) {
        if (!config.ignores().contains(name)) {
            form.add(name, value);
        }
    }

    /** An absolute URI without fragment (RFC 8707, 2); an audience may also be a plain name. */
    private static boolean isResource(String audience) {
        try {
            URI uri = URI.create(audience);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private CompletableFuture<Credential> verified(CredentialRequest request, TokenResponse response) {
        return signatures
                .verify(response.token().reveal())
                .thenApply(token -> credential(response, token, new CredentialCheck(request, response, token)));
    }

    private Credential credential(TokenResponse response, VerifiedJwt token, CredentialCheck check) {
        check.issuer(server.issuer().toString());
        check.audience();
        Instant expiry = check.life(clock);
        check.scope();
        check.unbound();
        check.details(config.ignores().contains(ToolCallDetail.CLAIM));
        grant.check(check);
        return new Credential(token.id(), "Bearer", response.token(), config.name(), expiry, check.confirmed());
    }

    /** No cause is kept: causes of unknown kinds may quote what was sent or received. */
    private CredentialException explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CredentialException known) {
            return known;
        }
        if (cause instanceof CredentialRefusedException refused) {
            return unavailable("the token that was issued is refused: " + refused.getMessage());
        }
        return unavailable(
                cause instanceof TimeoutException
                        ? "no answer before the call's deadline"
                        : "the request failed (" + cause.getClass().getSimpleName() + ")");
    }

    private CredentialException unavailable(String message) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "source " + config.name() + ": " + message);
    }

    @Override
    public String toString() {
        return "OAuthSource[" + config.name() + " at " + server.issuer() + "]";
    }
}
