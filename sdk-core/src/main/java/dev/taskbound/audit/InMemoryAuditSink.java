/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A chain of records that ends with the process: for tests and replays, never for what must be proved afterwards. It
 * drops nothing: when it is full, every append fails. Thread-safe.
 */
public final class InMemoryAuditSink implements AuditSink {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Chain chain = new Chain(0, Chain.START);
    private final List<AuditRecord> records = new ArrayList<>();
    private boolean closed;

    /** @param capacity the most records that it takes */
    public InMemoryAuditSink(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("expected a capacity of at least 1, found " + capacity);
        }
        this.capacity = capacity;
    }

    @Override
    public CompletionStage<AuditRecord> append(AuditEvent event) {
        requireNonNull(event, "event");
        try {
            return CompletableFuture.completedFuture(append(event, EventJson.write(event)));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private AuditRecord append(AuditEvent event, String text) {
        lock.lock();
        try {
            requireRoom();
            String hash = chain.hashOfNext(text);
            AuditRecord record = new AuditRecord(chain.seq() + 1, chain.last(), event, hash);
            records.add(record);
            chain.advance(hash);
            return record;
        } finally {
            lock.unlock();
        }
    }

    private void requireRoom() {
        if (closed || records.size() == capacity) {
            throw new IllegalStateException("the audit sink is " + (closed ? "closed" : "full"));
        }
    }

    /** What was appended so far, in order. */
    public List<AuditRecord> records() {
        lock.lock();
        try {
            return List.copyOf(records);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean hasStarted(String approval) {
        return records().stream().anyMatch(record -> UsedApprovals.uses(record.event(), approval));
    }

    @Override
    public Optional<String> fault() {
        lock.lock();
        try {
            requireRoom();
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.ofNullable(e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Unfinished> unfinished() {
        return List.of();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }
}
