/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InMemoryAuditSinkTest extends AuditSinkKit {
    @Override
    protected AuditSink newSink() {
        return new InMemoryAuditSink(10_000);
    }

    @Test
    void showsWhatWasAppendedInOrder() {
        InMemoryAuditSink sink = new InMemoryAuditSink(2);
        AuditRecord first = get(sink.append(event(AuditEvent.Type.STARTED, "c1")));
        AuditRecord second = get(sink.append(event(AuditEvent.Type.FAILED, "c1")));
        assertThat(sink.records()).containsExactly(first, second);
    }

    @Test
    void refusesWhenItIsFullAndDropsNothing() {
        InMemoryAuditSink sink = new InMemoryAuditSink(1);
        AuditRecord first = get(sink.append(event(AuditEvent.Type.STARTED, "c1")));
        assertThat(sink.append(event(AuditEvent.Type.FAILED, "c1")).toCompletableFuture())
                .isCompletedExceptionally();
        assertThat(sink.records()).containsExactly(first);
    }
}
