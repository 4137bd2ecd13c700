/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.state.Revocation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One use of the kill switch, from its first pass to its report. */
final class Kill {
    /** What had passed its last look is on the wire or has failed long before, also where threads wait for a processor. */
    private static final Duration LONGEST_LEAVING = Duration.ofSeconds(5);

    /** So long whoever waits is not told yet, so that what waits for a human can be counted. */
    private static final long LONGEST_COUNT = 1_000;

    /** So long it waits for credentials that issuers were asked for before the kill. */
    private static final long LONGEST_COMING = 2_000;

    private final GuardParts parts;
    private final KillThreads threads;
    private final Target target;
    private final Cut cut;
    private final long from = System.nanoTime();
    private final Map<String, CompletableFuture<?>> pending = new LinkedHashMap<>();
    private final List<String> problems = new ArrayList<>();

    Kill(GuardParts parts, KillThreads threads, Target target, String outcome, ReasonCode reason) {
        this.parts = parts;
        this.threads = threads;
        this.target = target;
        this.cut = new Cut(outcome, reason);
    }

    void problem(String what) {
        problems.add(what);
    }

    /** Something that is under way and must be done before the kill is complete. */
    void also(String otherwise, CompletableFuture<?> step) {
        pending.put(otherwise, step);
    }

    /**
     * @param out the credentials that are covered as of now
     * @param firstPass cuts what is covered
     * @param held what waits for a human and becomes void, if anything does; looked for before the first pass and ended
     *     after it, so that a call whose caller waits ends by the kill itself
     */
    RevocationReport carryOut(Supplier<List<LiveCredential>> out, Consumer<Cut> firstPass, @Nullable HeldKill held) {
        CompletableFuture<List<HeldCall>> open =
                held == null ? CompletableFuture.completedFuture(List.of()) : threads.ask(held::open);
        Set<LiveCredential> credentials = new LinkedHashSet<>(out.get());
        firstPass.accept(cut);
        if (!cut.connections(leaving().toNanos())) {
            problem("a request was still being handed to the network when nobody waited for it any more");
        }
        Duration lastByte = Duration.ofNanos(System.nanoTime() - from);

        credentials.addAll(cut.credentials());
        credentials.addAll(out.get());
        CompletableFuture<Void> counted = open.<Void>handle((all, failure) -> null)
                .copy()
                .completeOnTimeout(null, LONGEST_COUNT, TimeUnit.MILLISECONDS);
        also(
                "not everything that was registered for the end of a call has ended",
                threads.ask(() -> counted).thenCompose(ready -> threads.run(cut::tell)));
        CompletableFuture<List<String>> voided =
                held == null ? CompletableFuture.completedFuture(List.of()) : open.thenCompose(held::end);
        also("what waits for approval could not be voided", voided);
        CompletableFuture<Void> ended = end(credentials);
        CompletableFuture<Void> late = cut.asked().thenCompose(all -> {
            Set<LiveCredential> more = new LinkedHashSet<>(cut.credentials());
            more.addAll(out.get());
            synchronized (credentials) {
                more.removeAll(credentials);
                credentials.addAll(more);
            }
            return end(more);
        });
        pending.forEach((otherwise, step) -> {
            if (!isDone(step)) {
                problem(otherwise);
            }
        });
        isDone(ended);
        threads.run(cut::release);
        isDone(late.copy().completeOnTimeout(null, LONGEST_COMING, TimeUnit.MILLISECONDS));
        return report(credentials, voided, lastByte);
    }

    private Duration leaving() {
        return parts.patience().compareTo(LONGEST_LEAVING) < 0 ? parts.patience() : LONGEST_LEAVING;
    }

    /** Tells the issuers, each source on threads of its own; complete when all have answered. */
    private CompletableFuture<Void> end(Set<LiveCredential> credentials) {
        IdentityHashMap<CredentialSource, List<LiveCredential>> bySource = new IdentityHashMap<>();
        credentials.forEach(each -> bySource.computeIfAbsent(each.source(), source -> new ArrayList<>())
                .add(each));
        bySource.values().forEach(all -> threads.lanes(all, each -> each.end(parts, true)));
        return CompletableFuture.allOf(credentials.stream()
                .map(each -> each.ended().handle((end, failure) -> null))
                .toArray(CompletableFuture<?>[]::new));
    }

    private boolean isDone(CompletableFuture<?> step) {
        long left = parts.patience().toNanos() - (System.nanoTime() - from);
        try {
            step.copy().get(Math.max(0, left), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return step.isDone() && !step.isCompletedExceptionally();
        }
    }

    private RevocationReport report(
            Set<LiveCredential> credentials, CompletableFuture<List<String>> held, Duration lastByte) {
        List<IssuedCredential> views;
        synchronized (credentials) {
            views = Stream.concat(
                            credentials.stream().map(LiveCredential::view).map(this::orLate), cut.onTheirWay().stream())
                    .toList();
        }
        return new RevocationReport(
                target,
                cut.taskIds(),
                cut.stopped(),
                held.isDone() && !held.isCompletedExceptionally() ? held.join() : List.of(),
                views,
                problems,
                lastByte);
    }

    private IssuedCredential orLate(IssuedCredential seen) {
        return seen.end() != null || !seen.failure().isEmpty()
                ? seen
                : new IssuedCredential(
                        seen.id(),
                        seen.source(),
                        seen.destination(),
                        seen.task(),
                        seen.expiresAt(),
                        null,
                        "its source has not answered yet");
    }
}
