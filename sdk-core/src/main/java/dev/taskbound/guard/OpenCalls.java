/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is open in the store, looked at again and again: finds what was approved elsewhere or before this process began,
 * and notes what nobody else notes, that a call has expired. One look at a time.
 */
final class OpenCalls {
    private static final Logger log = LoggerFactory.getLogger(OpenCalls.class);

    private final ApprovalDesk desk;
    private final Consumer<HeldCall> approved;
    private Set<String> before = Set.of();
    private boolean failing;

    OpenCalls(ApprovalDesk desk, Consumer<HeldCall> approved) {
        this.desk = desk;
        this.approved = approved;
    }

    synchronized void look() {
        try {
            List<HeldCall> now = desk.openNow();
            gone(now).forEach(desk::expire);
            now.stream().filter(held -> held.status() == Status.APPROVED).forEach(approved);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn(
                        "calls that wait for approval cannot be looked at: {}",
                        e.getClass().getName());
            }
            failing = true;
        }
    }

    private Set<String> gone(List<HeldCall> now) {
        Set<String> ids = now.stream().map(HeldCall::id).collect(Collectors.toSet());
        Set<String> gone = new HashSet<>(before);
        gone.removeAll(ids);
        before = ids;
        return gone;
    }
}
