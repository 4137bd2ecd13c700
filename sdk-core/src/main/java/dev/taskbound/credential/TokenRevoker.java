/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.internal.net.RetryPause;
import dev.taskbound.policy.SourceConfig.Revoke;
import dev.taskbound.telemetry.Metric;
import dev.taskbound.telemetry.Metrics;
import dev.taskbound.telemetry.Names;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the tokens of a {@link RevocationOutbox} at their issuers, and tries again until they have expired. What somebody
 * waits for is asked for at once; what is only of no more use, two at a time for each issuer, so that it takes next to
 * nothing from the calls that need a token. Thread-safe.
 */
final class TokenRevoker {
    private static final Logger log = LoggerFactory.getLogger(TokenRevoker.class);

    private static final int AT_LEISURE = 2;
    private static final Duration LONGEST_TRY = Duration.ofSeconds(5);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(5);
    private static final Duration THREAD_KEPT = Duration.ofSeconds(20);

    /** Asks an issuer. */
    interface Asking {
        /** @return what it answered; null if it revokes nothing */
        CompletableFuture<@Nullable RevocationAnswer> ask(IssuedToken token, Supplier<Duration> remaining);
    }

    private final RevocationOutbox outbox;
    private final Asking issuers;
    private final Clock clock;
    private final Metrics metrics;
    private final ScheduledThreadPoolExecutor timer = timer();
    private final Map<URI, Slots> leisure = new ConcurrentHashMap<>();
    private final AtomicBoolean sweeping = new AtomicBoolean();

    TokenRevoker(RevocationOutbox outbox, Asking issuers, Clock clock, Metrics metrics) {
        this.outbox = outbox;
        this.issuers = issuers;
        this.clock = clock;
        this.metrics = metrics;
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "taskbound-revoker");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(THREAD_KEPT.toSeconds(), TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        // After the end nothing is asked any more, and nobody is told.
        timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
        return timer;
    }

    RevocationOutbox outbox() {
        return outbox;
    }

    /** Revokes what an earlier process left. */
    void begin() {
        List<OutboxEntry> left = List.copyOf(outbox.all());
        if (!left.isEmpty()) {
            log.warn("{} credentials were out when the process before this one ended, and are revoked", left.size());
            left.forEach(entry -> end(entry, false));
            sweepLater();
        }
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * The token may be used once the stage has completed.
     *
     * @param when it is revoked if nothing goes wrong
     * @param shared whether it may serve other calls of its task
     */
    CompletableFuture<Void> put(IssuedToken token, Revoke when, boolean shared) {
        return outbox.put(token, when, shared)
                .whenComplete((entry, failure) -> {
                    if (failure != null) {
                        // Nobody gets it, and it is not kept: this one try is all there is.
                        issuers.ask(token, deadline()).whenComplete((said, lost) -> told(token, said, lost));
                    }
                })
                .thenAccept(entry -> sweepLater());
    }

    private static void told(IssuedToken token, @Nullable RevocationAnswer said, @Nullable Throwable failure) {
        if (said == null || !said.isRevoked()) {
            log.warn(
                    "credential {} of source {} could not be kept, so nobody has it; it is not revoked either and lives"
                            + " until {}: {}",
                    token.id(),
                    token.source(),
                    token.expiresAt(),
                    why(said, failure));
        }
    }

    /** Ends a token now; completes with what came of the first try. */
    CompletableFuture<CredentialEnd> end(String source, String credential) {
        return outbox.find(source, credential)
                .map(entry -> end(entry, true))
                .orElseGet(() -> CompletableFuture.completedFuture(CredentialEnd.EXPIRES));
    }

    /** Its call ended well. One that is shared may be wanted again. */
    void over(String source, String credential) {
        outbox.find(source, credential)
                .filter(entry -> !entry.shared)
                .filter(OutboxEntry::over)
                .filter(entry -> entry.when != Revoke.TASK)
                .ifPresent(this::leave);
    }

    /** Nobody has a use for what was issued for this task. What a call still has is taken from it. */
    void taskOver(String task) {
        outbox.of(task).stream().filter(OutboxEntry::isLive).forEach(entry -> {
            if (entry.isOfNoUse()) {
                leave(entry);
            } else {
                end(entry, !entry.shared);
            }
        });
    }

    private void leave(OutboxEntry entry) {
        if (entry.when == Revoke.STOPPED) {
            outbox.drop(entry);
        } else {
            end(entry, false);
        }
    }

    private CompletableFuture<CredentialEnd> end(OutboxEntry entry, boolean atOnce) {
        OutboxEntry.Next next = entry.want(atOnce, clock.instant());
        CompletableFuture<CredentialEnd> told = entry.told();
        go(entry, next);
        return told;
    }

    private void go(OutboxEntry entry, OutboxEntry.Next next) {
        if (next == OutboxEntry.Next.ASK) {
            ask(entry);
        } else if (next == OutboxEntry.Next.QUEUE) {
            leisure.computeIfAbsent(entry.issuer, issuer -> new Slots(AT_LEISURE, timer))
                    .run(() -> entry.turn(clock.instant())
                            ? ask(entry)
                            : CompletableFuture.completedFuture(CredentialEnd.EXPIRES));
        }
    }

    private CompletableFuture<CredentialEnd> ask(OutboxEntry entry) {
        CompletableFuture<@Nullable RevocationAnswer> answer;
        try {
            answer = issuers.ask(outbox.open(entry), deadline());
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.orTimeout(LONGEST_TRY.toNanos(), TimeUnit.NANOSECONDS)
                .handleAsync((said, failure) -> settle(entry, said, failure), timer);
    }

    private static Supplier<Duration> deadline() {
        long end = System.nanoTime() + LONGEST_TRY.toNanos();
        return () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private CredentialEnd settle(OutboxEntry entry, @Nullable RevocationAnswer answer, @Nullable Throwable failure) {
        Instant now = clock.instant();
        Duration asked = answer == null ? null : answer.retryAfter();
        Duration pause = RetryPause.after(entry.tries(), asked);
        boolean isDone = failure == null && (answer == null || answer.isRevoked() || answer.isNever());
        CredentialEnd end = CredentialEnd.RETRYING;
        if (isDone) {
            end = answer != null && answer.isRevoked() ? CredentialEnd.REVOKED : CredentialEnd.EXPIRES;
            outbox.forget(entry);
        } else if (!now.plus(pause).isBefore(entry.expiresAt)) {
            // It is not forgotten: another process may come sooner.
            end = CredentialEnd.EXPIRES;
        }
        CompletableFuture<CredentialEnd> told = entry.settled(end, asked == null ? now : now.plus(asked));
        if (end == CredentialEnd.RETRYING && entry.schedule()) {
            timer.schedule(() -> go(entry, entry.wantAgain()), pause.toNanos(), TimeUnit.NANOSECONDS);
        }
        if (end != CredentialEnd.REVOKED && entry.isUrgent()) {
            log.info("{} is not revoked: {}; {}", entry, why(answer, failure), end);
        }
        count(entry, end);
        told.complete(end);
        return end;
    }

    private static String why(@Nullable RevocationAnswer answer, @Nullable Throwable failure) {
        if (failure == null) {
            return answer == null ? "its issuer has no revocation_endpoint" : answer.toString();
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause instanceof CredentialException
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName();
    }

    private void count(OutboxEntry entry, CredentialEnd end) {
        metrics.add(
                Metric.CREDENTIALS_ENDED,
                1,
                Map.of(Names.CREDENTIAL_SOURCE.getKey(), entry.source, Names.CREDENTIAL_END.getKey(), end.word()));
    }

    private void sweepLater() {
        if (sweeping.compareAndSet(false, true)) {
            timer.schedule(this::sweep, BETWEEN_SWEEPS.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** What has expired needs no end any more. */
    private void sweep() {
        Instant now = clock.instant();
        outbox.all().stream().filter(entry -> !entry.expiresAt.isAfter(now)).forEach(entry -> {
            if (entry.isEnding()) {
                log.warn("{} has expired without having been revoked", entry);
                entry.settled(CredentialEnd.EXPIRES, now).complete(CredentialEnd.EXPIRES);
            }
            outbox.drop(entry);
        });
        sweeping.set(false);
        if (!outbox.all().isEmpty()) {
            sweepLater();
        }
    }

    /** Waits a moment for what is on its way. What is not revoked then, an outbox with a file keeps. */
    void close() {
        CompletableFuture<?>[] first = outbox.all().stream()
                .filter(OutboxEntry::isEnding)
                .filter(entry -> entry.tries() == 0)
                .map(OutboxEntry::told)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(first).get(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("{} were not waited for", first.length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
        outbox.close();
    }

    /** Why no token can be kept, if none can. */
    Optional<String> fault() {
        return outbox.fault();
    }
}
