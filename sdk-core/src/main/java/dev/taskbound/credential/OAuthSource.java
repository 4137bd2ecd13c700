/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Metrics;
import dev.taskbound.telemetry.Names;
import io.opentelemetry.context.Context;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks an authorization server for one token per call, and verifies what comes back against what was asked. One
 * deadline for all of it. Thread-safe.
 */
final class OAuthSource implements CredentialSource {
    private final SourceConfig config;
    private final Grant grant;
    private final AuthorizationServer server;
    private final TokenVerification verification;
    private final ActorTokens actors;
    private final ProofKeys proofKeys;
    private final Map<String, WorkloadIdentity> workloads;
    private final SharedCredentials shared;
    private final Refusals refusals;
    private final TokenRevoker revoker;
    private final Metrics metrics;
    private final Clock clock;

    /** @param workloads has every workload that the configuration names */
    OAuthSource(
            SourceConfig config,
            Grant grant,
            AuthorizationServer server,
            Map<String, WorkloadIdentity> workloads,
            TokenRevoker revoker,
            Clock clock,
            Metrics metrics) {
        this.config = config;
        this.grant = grant;
        this.server = server;
        this.verification = new TokenVerification(config, server, clock);
        this.actors = new ActorTokens(server, clock);
        this.proofKeys = new ProofKeys(clock);
        this.workloads = workloads;
        this.shared = new SharedCredentials(clock);
        this.refusals = new Refusals(clock);
        this.revoker = revoker;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requireNonNull(request, "request");
        try {
            grant.requireAskable(request);
            Duration remaining = remaining(request);
            Supplier<CompletableFuture<Credential>> ask = () -> issue(request, identity(request), remaining);
            CompletableFuture<Credential> credential =
                    AskedDetails.isShared(request) ? shared.of(request, ask, () -> count("reused")) : ask.get();
            return bounded(credential, remaining);
        } catch (CredentialException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The timeout comes from a thread that all of Java shares; what follows a failure must not run there. */
    private CompletableFuture<Credential> bounded(CompletableFuture<Credential> credential, Duration remaining) {
        return credential
                .orTimeout(remaining.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionallyComposeAsync(e -> CompletableFuture.failedFuture(explained(e)), server.executor());
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

    private CompletableFuture<Credential> issue(
            CredentialRequest request, SourceConfig.Identity identity, Duration remaining) {
        Need need = Need.of(request);
        refusals.check(need);
        count("asked");
        long end = System.nanoTime() + remaining.toNanos();
        Supplier<Duration> left = () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return actor(request.task(), identity)
                .thenCompose(Context.current().wrapFunction(actor -> ask(need, wish(request, identity, actor), left)));
    }

    private CompletableFuture<Credential> ask(Need need, TokenWish wish, Supplier<Duration> left) {
        return server.token(wish::form, wish.key(), left)
                .thenCompose(Context.current().wrapFunction(asked -> {
                    refusals.note(need, asked.answer());
                    return verified(wish, asked, left);
                }));
    }

    /** Nobody gets a token that cannot be revoked after a crash, or one that is not what was asked for. */
    private CompletableFuture<Credential> verified(TokenWish wish, Asked asked, Supplier<Duration> left) {
        IssuedTokens issued = new IssuedTokens(wish, server, revoker);
        return CompletableFuture.completedFuture(asked)
                .thenCompose(answer -> verification.credential(wish, answer, left))
                .whenComplete((credential, failure) -> {
                    if (failure != null) {
                        issued.refused(asked.answer());
                    }
                })
                .thenCompose(credential -> issued.keep(credential, left));
    }

    /** @param how {@code asked} or {@code reused} */
    private void count(String how) {
        metrics.add(
                Metric.CREDENTIALS,
                1,
                Map.of(Names.CREDENTIAL_SOURCE.getKey(), config.name(), Names.CREDENTIAL_HOW.getKey(), how));
    }

    private CompletableFuture<@Nullable Actor> actor(Task task, SourceConfig.Identity identity) {
        if (!grant.presentsActor()) {
            return CompletableFuture.completedFuture(null);
        }
        if (config.actor() == SourceConfig.Actor.ASSERTION) {
            try {
                return CompletableFuture.completedFuture(actors.assertion(task, identity, workload(identity)));
            } catch (IllegalStateException e) {
                throw TokenWish.unproved(config, identity, e);
            }
        }
        Supplier<TokenForm> form = () -> new TokenForm()
                .add("grant_type", "client_credentials")
                .addClient(
                        identity.client(),
                        workload(identity)
                                .authentication(
                                        identity.client(), server.issuer().toString()));
        return actors.own(task, identity, form).thenApply(actor -> actor);
    }

    private TokenWish wish(CredentialRequest request, SourceConfig.Identity identity, @Nullable Actor actor) {
        boolean proves = request.destination().proof() == Destination.Proof.DPOP;
        return new TokenWish(
                request,
                config,
                identity,
                workload(identity),
                grant,
                server.issuer(),
                proves ? proofKeys.of(request) : null,
                actor);
    }

    private WorkloadIdentity workload(SourceConfig.Identity identity) {
        return requireNonNull(workloads.get(identity.workload()));
    }

    /** Without the outbox no token could be used, however well the issuer is. */
    @Override
    public CompletionStage<Void> check() {
        return revoker.fault()
                .<CompletionStage<Void>>map(fault -> CompletableFuture.failedFuture(unavailable(fault)))
                .orElseGet(server::check);
    }

    @Override
    public CompletionStage<Void> warm() {
        return server.warm();
    }

    /** What several calls share is good for none of them any more. */
    @Override
    public CompletionStage<CredentialEnd> revoke(Credential credential) {
        shared.forget(credential);
        return revoker.end(config.name(), credential.id());
    }

    /** The policy says when it is revoked, if it is. */
    @Override
    public CompletionStage<CredentialEnd> giveBack(Credential credential) {
        revoker.over(config.name(), credential.id());
        return CompletableFuture.completedFuture(CredentialEnd.EXPIRES);
    }

    @Override
    public void release(Task task) {
        shared.forget(task.id());
        refusals.forget(task.id());
        proofKeys.forget(task.id());
        actors.forget(task.id());
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
