/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what happened. Thread-safe.
 *
 * <p>The stage of {@link #append} completes when the record, and with it every record of a lower
 * {@link AuditRecord#seq()}, is as durable as the sink promises. If it fails, nothing that depends on the record may
 * happen: a {@code STARTED} that cannot be written denies the call with {@code AUDIT_UNAVAILABLE}, an outcome that
 * cannot be written withholds the result. A failed stage does not say that the record is absent: it may have reached the
 * log before the failure. What a stage fails with names no content of the event.
 *
 * <p>Stages complete in the order of {@code seq}, on the caller's thread or on one of the sink's own. Who continues on a
 * stage that is not done gives an executor, or does not block: the records of others wait behind it.
 */
public interface AuditSink extends AutoCloseable {
    /** Writes one record. Never throws for a fault of the sink; the stage fails. */
    CompletionStage<AuditRecord> append(AuditEvent event);

    /**
     * The calls that were started and have no outcome, as the sink found them when it was opened, oldest first: what a
     * crash left behind. Nobody knows whether their tools acted. The guard records each of them as {@code UNKNOWN} and
     * withdraws their credentials before it takes a call.
     */
    List<Unfinished> unfinished();

    /**
     * Whether a call that used this approval is known to have started: a guard uses no approval a second time, whatever a
     * store of approvals says. Answers what the sink still knows; false does not say that there was none.
     *
     * @param approval id of a held call
     */
    default boolean hasStarted(String approval) {
        return false;
    }

    /** Why it takes no more records, in words that hold no content of any; empty as long as it knows of no reason. */
    default Optional<String> fault() {
        return Optional.empty();
    }

    /** Makes durable what was appended and releases what the sink holds; later appends fail. Closing again does nothing. */
    @Override
    void close();

    /**
     * A call without an outcome.
     *
     * @param started its {@code STARTED}
     * @param credentials its {@code CREDENTIAL_ISSUED}, in the order of the log
     */
    record Unfinished(AuditEvent started, List<AuditEvent> credentials) {
        public Unfinished {
            Objects.requireNonNull(started, "started");
            credentials = List.copyOf(credentials);
        }
    }
}
