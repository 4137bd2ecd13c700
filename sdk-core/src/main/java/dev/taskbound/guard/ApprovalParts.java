/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.ApprovalCaps;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.ApproverDirectory;
import dev.taskbound.approval.HeldCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What approvals work with.
 *
 * @param pendingAfter how long a call waits before its caller is told that it is pending; null: as long as it can be decided
 * @param listeners told of every change that this process makes
 * @param unattended told of changes to calls that nobody in this process waits for
 */
record ApprovalParts(
        ApprovalStore store,
        Approver approver,
        ApproverDirectory directory,
        ApprovalCaps caps,
        @Nullable Duration pendingAfter,
        List<Consumer<HeldCall>> listeners,
        List<Consumer<HeldCall>> unattended,
        Attendance attendance) {
    private static final Logger log = LoggerFactory.getLogger(ApprovalParts.class);

    ApprovalParts(
            ApprovalStore store,
            Approver approver,
            ApproverDirectory directory,
            ApprovalCaps caps,
            @Nullable Duration pendingAfter) {
        this(
                store,
                approver,
                directory,
                caps,
                pendingAfter,
                new CopyOnWriteArrayList<>(),
                new CopyOnWriteArrayList<>(),
                new Attendance());
    }

    void changed(HeldCall call) {
        tell(listeners, call);
        if (!attendance.isAttended(call.id())) {
            changedUnattended(call);
        }
    }

    void changedUnattended(HeldCall call) {
        tell(unattended, call);
    }

    private static void tell(List<Consumer<HeldCall>> listeners, HeldCall call) {
        listeners.forEach(listener -> {
            try {
                listener.accept(call);
            } catch (RuntimeException e) {
                // One listener's fault must not keep the others from being told.
                log.warn("a listener for held calls failed: {}", e.getClass().getName());
            }
        });
    }
}
