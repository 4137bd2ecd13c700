/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.AuditSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Keeps records in memory, and fails or hangs where it is told to. */
final class FakeAudit implements AuditSink {
    private final List<AuditEvent> events = new ArrayList<>();
    private final List<Unfinished> unfinished = new ArrayList<>();
    private volatile Predicate<Type> failing = type -> false;
    private volatile Predicate<Type> hanging = type -> false;

    void failOn(Type type) {
        failing = type::equals;
    }

    void hangOn(Type type) {
        hanging = type::equals;
    }

    void leftOver(AuditEvent started, AuditEvent... credentials) {
        unfinished.add(new Unfinished(started, List.of(credentials)));
    }

    @Override
    public synchronized CompletionStage<AuditRecord> append(AuditEvent event) {
        if (failing.test(event.type())) {
            return CompletableFuture.failedFuture(new IllegalStateException("disk full: " + Desk.TOKEN));
        }
        if (hanging.test(event.type())) {
            return new CompletableFuture<>();
        }
        events.add(event);
        return CompletableFuture.completedFuture(new AuditRecord(events.size(), "", event, ""));
    }

    synchronized List<AuditEvent> events() {
        return List.copyOf(events);
    }

    List<Type> types() {
        return events().stream().map(AuditEvent::type).toList();
    }

    List<Type> typesOfCalls() {
        return events().stream()
                .filter(event -> !event.call().isEmpty())
                .map(AuditEvent::type)
                .toList();
    }

    AuditEvent last(Type type) {
        List<AuditEvent> found =
                events().stream().filter(event -> event.type() == type).toList();
        if (found.isEmpty()) {
            throw new AssertionError("no " + type + " among " + types());
        }
        return found.get(found.size() - 1);
    }

    @Override
    public List<Unfinished> unfinished() {
        return List.copyOf(unfinished);
    }

    @Override
    public void close() {}
}
