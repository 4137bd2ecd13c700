/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener whose faults are logged: what has run has run. */
final class SafeListener implements Resumer.Listener {
    private static final Logger log = LoggerFactory.getLogger(Resumer.class);

    private final Resumer.Listener listener;

    SafeListener(Resumer.Listener listener) {
        this.listener = listener;
    }

    @Override
    public void approved(HeldCall call) {
        log.info(
                "held call {} of tool {} is approved and waits for the application to resume it",
                call.id(),
                call.tool().key());
        tell(() -> listener.approved(call));
    }

    @Override
    public void finished(FinishedCall ended) {
        tell(() -> listener.finished(ended));
    }

    private static void tell(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            log.warn("a listener for held calls failed: {}", e.getClass().getName());
        }
    }

    static void notRun(HeldCall held, String why) {
        log.warn(
                "held call {} of tool {} was approved and could not be resumed: {}",
                held.id(),
                held.tool().key(),
                why);
    }
}
