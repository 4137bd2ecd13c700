/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Secret;
import dev.taskbound.Task;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.SourceConfig;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * What agents present as {@code actor_token}: an assertion about the agent, or the client's own access token (RFC 6749,
 * 4.4) for servers that take no other. Kept for a moment, because many calls present the same and signing is the dearest
 * part of a call: it opens nothing by itself, and the client proves who it is beside it, afresh each time. Forgotten with
 * the last task that presented one. Thread-safe.
 */
final class ActorTokens {
    /** Shorter than any token's life: a token is presented once more within it, and then made anew. */
    private static final Duration KEPT = Duration.ofSeconds(30);

    private static final Duration SHORTEST_USE = Duration.ofSeconds(10);

    private static final long LONGEST_SECONDS = 3600;
    /** For one request that many calls wait for, each with a deadline of its own. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AuthorizationServer server;
    private final Clock clock;
    private final Map<SourceConfig.Identity, Refreshing<Kept>> own = new ConcurrentHashMap<>();
    private final Map<About, Kept> assertions = new ConcurrentHashMap<>();
    /** The deadline of each task that presented one. */
    private final Map<String, Instant> tasks = new ConcurrentHashMap<>();

    ActorTokens(AuthorizationServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** @throws IllegalStateException if the workload cannot sign now */
    Actor assertion(Task task, SourceConfig.Identity identity, WorkloadIdentity workload) {
        tasks.put(task.id(), task.deadline());
        Instant now = clock.instant();
        Kept kept = assertions.compute(new About(identity.workload(), task.agent()), (about, old) -> {
            if (old != null && old.until.isAfter(now)) {
                return old;
            }
            Secret made =
                    workload.assertion(about.agent, server.issuer().toString()).value();
            return new Kept(made, useUntil(made, now));
        });
        return new Actor(kept.token, TokenExchangeGrant.JWT, task.agent());
    }

    private static Instant useUntil(Secret assertion, Instant now) {
        try {
            Date end = SignedJWT.parse(assertion.reveal()).getJWTClaimsSet().getExpirationTime();
            Instant last = end == null ? now : end.toInstant().minus(SHORTEST_USE);
            return last.isBefore(now.plus(KEPT)) ? last : now.plus(KEPT);
        } catch (ParseException e) {
            return now;
        }
    }

    /** @param form the request for it, without what the call is about */
    CompletableFuture<Actor> own(Task task, SourceConfig.Identity identity, Supplier<TokenForm> form) {
        tasks.put(task.id(), task.deadline());
        Refreshing<Kept> known = own.computeIfAbsent(identity, client -> new Refreshing<>(() -> ask(form), clock));
        return known.notOlderThan(KEPT)
                .thenCompose(token -> token.until.isAfter(clock.instant())
                        ? CompletableFuture.completedFuture(token)
                        : known.insteadOf(token, Duration.ZERO))
                .thenApply(token -> new Actor(token.token, TokenExchangeGrant.ACCESS_TOKEN, identity.client()));
    }

    private CompletableFuture<Kept> ask(Supplier<TokenForm> form) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        Supplier<Duration> remaining = () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return server.token(form, null, remaining).thenApply(asked -> {
            TokenResponse response = TokenResponse.parse(asked.answer(), "Bearer");
            Object seconds = asked.answer().json().get("expires_in");
            long life = seconds instanceof Number number ? number.longValue() : KEPT.toSeconds();
            Duration use = Duration.ofSeconds(Math.max(0, Math.min(life, LONGEST_SECONDS)))
                    .minus(SHORTEST_USE);
            return new Kept(response.token(), clock.instant().plus(use));
        });
    }

    /** What no open task presents is not kept. */
    void forget(String task) {
        Instant now = clock.instant();
        tasks.remove(task);
        tasks.values().removeIf(deadline -> deadline.isBefore(now));
        if (tasks.isEmpty()) {
            own.clear();
            assertions.clear();
        }
    }

    private record About(String workload, String agent) {}

    private record Kept(Secret token, Instant until) {}
}
