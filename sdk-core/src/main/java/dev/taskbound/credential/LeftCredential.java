/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.internal.net.RetryPause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A credential that was out when a process was killed. Its source is asked to end it, and again where that fails, until it
 * ends by itself.
 *
 * @param name the policy's name of the source
 */
record LeftCredential(CredentialSource source, String name, String id, Instant expires, Clock clock) {
    private static final Logger log = LoggerFactory.getLogger(LeftCredential.class);

    void end() {
        end(0);
    }

    private void end(int tries) {
        asked().whenComplete((end, failure) -> {
            if (end != null) {
                log.info("source {}: credential {}, which a killed process left: {}", name, id, end.word());
                return;
            }
            Duration pause = RetryPause.after(tries, null);
            String why = failure == null ? "no answer" : failure.getClass().getSimpleName();
            if (!clock.instant().plus(pause).isBefore(expires)) {
                log.warn(
                        "source {}: credential {}, which a killed process left, lives until {} ({})",
                        name,
                        id,
                        expires,
                        why);
                return;
            }
            if (tries == 0) {
                log.warn(
                        "source {}: credential {}, which a killed process left, is not ended yet and tried again until {} ({})",
                        name,
                        id,
                        expires,
                        why);
            }
            CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(() -> end(tries + 1));
        });
    }

    private CompletionStage<CredentialEnd> asked() {
        try {
            return requireNonNull(source.revokeLeft(id));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
