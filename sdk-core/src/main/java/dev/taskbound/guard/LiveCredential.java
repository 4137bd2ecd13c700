/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.state.Revocation.Target;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A credential that was issued, from when it came until it is dead. Keeps the token only until its issuer is told. */
final class LiveCredential {
    private static final Logger log = LoggerFactory.getLogger(LiveCredential.class);

    private final String id;
    private final String sourceName;
    private final String destination;
    private final String task;
    private final Instant expiresAt;
    private final CredentialSource source;
    private final Set<Target> targets = ConcurrentHashMap.newKeySet();
    /** Without its token once its call has ended well; null once somebody has begun to end it, or nobody can any more. */
    private final AtomicReference<@Nullable Credential> credential;

    private volatile @Nullable CredentialEnd soFar;
    private volatile String failure = "";
    private final CompletableFuture<CredentialEnd> ended = new CompletableFuture<>();

    LiveCredential(Credential credential, CredentialSource source, String sourceName, String destination, String task) {
        this.id = credential.id();
        this.sourceName = sourceName;
        this.destination = destination;
        this.task = task;
        this.expiresAt = credential.expiresAt();
        this.source = source;
        this.credential = new AtomicReference<>(credential);
    }

    /** What a revocation can name to cover it. */
    void coveredBy(Collection<Target> more) {
        targets.addAll(more);
    }

    /** Another call of its task has it too. */
    void again(Credential same) {
        credential.updateAndGet(there -> there == null ? null : same);
    }

    /** Its call ended well: the source decides when it ends, and may still be told to end it at once. */
    void giveBack(GuardParts parts) {
        Credential mine = credential.get();
        if (mine == null) {
            return;
        }
        Credential id = new Credential(mine.id(), mine.scheme(), Secret.of(""), mine.source(), expiresAt, Set.of());
        if (!credential.compareAndSet(mine, id)) {
            return;
        }
        parts.ask(ReasonCode.CREDENTIAL_UNAVAILABLE, () -> source.giveBack(mine))
                .whenComplete((end, failure) -> {
                    if (failure != null) {
                        log.warn(
                                "credential {} of source {} could not be given back: {}",
                                this.id,
                                sourceName,
                                why(failure));
                        this.failure = why(failure);
                    } else if (end == CredentialEnd.REVOKED) {
                        credential.set(null);
                        ended.complete(end);
                        parts.live().forget(this);
                    } else {
                        soFar = end;
                    }
                });
    }

    /** Its task is over, and nobody ends it any more but its source by itself. */
    void leave() {
        if (credential.getAndSet(null) != null) {
            CredentialEnd end = soFar;
            ended.complete(end == null ? CredentialEnd.EXPIRES : end);
        }
    }

    boolean isCoveredBy(Target target) {
        return targets.contains(target);
    }

    String id() {
        return id;
    }

    String task() {
        return task;
    }

    CredentialSource source() {
        return source;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /** Whether somebody has begun to end it. */
    boolean isEnding() {
        return credential.get() == null;
    }

    /** Whether nobody could end it: a source may issue it anew. */
    boolean isSpent() {
        return ended.isDone() && (ended.isCompletedExceptionally() || ended.join() != CredentialEnd.REVOKED);
    }

    /**
     * Tells its source, once: whoever asks later gets the same answer.
     *
     * @param reject whether it must not be handed out again
     * @return how it ended; fails if it could not be ended
     */
    CompletableFuture<CredentialEnd> end(GuardParts parts, boolean reject) {
        Credential mine = credential.getAndSet(null);
        if (mine != null) {
            parts.ask(ReasonCode.CREDENTIAL_UNAVAILABLE, () -> reject ? source.reject(mine) : source.revoke(mine))
                    .thenApply(Objects::requireNonNull)
                    .whenComplete((end, failure) -> {
                        if (failure != null) {
                            log.warn("credential {} of source {} could not be ended: {}", id, sourceName, why(failure));
                        }
                        Stages.complete(ended, end, failure);
                        if (end == CredentialEnd.REVOKED) {
                            parts.live().forget(this);
                        }
                    });
        }
        return ended;
    }

    CompletableFuture<CredentialEnd> ended() {
        return ended;
    }

    IssuedCredential view() {
        if (ended.isCompletedExceptionally()) {
            String why = ended.handle((none, thrown) -> why(thrown)).join();
            return new IssuedCredential(id, sourceName, destination, task, expiresAt, null, why);
        }
        CredentialEnd end = ended.isDone() ? ended.join() : soFar;
        return new IssuedCredential(id, sourceName, destination, task, expiresAt, end, end == null ? failure : "");
    }

    private static String why(Throwable failure) {
        return Refusal.failure(Stages.cause(failure)).detail();
    }
}
