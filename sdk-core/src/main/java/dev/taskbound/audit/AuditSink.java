/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keeps what happened. Thread-safe. The stage of {@link #append} completes when the record is as durable as the sink
 * promises, in the order of {@link AuditRecord#seq()}; if it fails, nothing that depends on the record may happen: a
 * {@code STARTED} that cannot be written denies the call with {@code AUDIT_UNAVAILABLE}, an outcome that cannot be
 * written withholds the result.
 */
public interface AuditSink extends AutoCloseable {
    CompletionStage<AuditRecord> append(AuditEvent event);

    /**
     * The {@code STARTED} events without an outcome that the sink found when it was opened: what a crash left behind. The
     * guard records each of them as {@code UNKNOWN} before it takes a call.
     */
    List<AuditEvent> unfinished();

    /** Writes out what is pending and releases what the sink holds; later appends fail. */
    @Override
    void close();
}
