/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.util.Objects;

/**
 * One link of the tamper-evident log.
 *
 * @param seq counted from 1 without gaps
 * @param previous the hash of the link before, or the log's own start value for the first
 * @param event what is recorded
 * @param hash over {@code seq}, {@code previous} and the event in canonical form
 */
public record AuditRecord(long seq, String previous, AuditEvent event, String hash) {
    public AuditRecord {
        Objects.requireNonNull(previous, "previous");
        Objects.requireNonNull(event, "event");
        Objects.requireNonNull(hash, "hash");
    }
}
