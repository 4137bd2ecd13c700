/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks;

import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.AuditSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Keeps nothing, so that a benchmark of the guard measures neither a disk nor a growing heap. */
public final class ForgetfulAuditSink implements AuditSink {
    private final AtomicLong seq = new AtomicLong();
    private final Consumer<AuditEvent> seen;

    public ForgetfulAuditSink() {
        this(event -> {});
    }

    /** @param seen told of each event */
    public ForgetfulAuditSink(Consumer<AuditEvent> seen) {
        this.seen = seen;
    }

    @Override
    public CompletionStage<AuditRecord> append(AuditEvent event) {
        seen.accept(event);
        return CompletableFuture.completedFuture(new AuditRecord(seq.incrementAndGet(), "", event, ""));
    }

    @Override
    public List<Unfinished> unfinished() {
        return List.of();
    }

    @Override
    public void close() {}
}
