/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a call, which comes once, and what waits for it. */
final class CallEnd {
    private static final Logger log = LoggerFactory.getLogger(CallEnd.class);

    private final List<Runnable> actions = new ArrayList<>();
    private volatile @Nullable ReasonCode reason;

    boolean isOver() {
        return reason != null;
    }

    void requireLive() {
        ReasonCode over = reason;
        if (over != null) {
            throw new ToolCallDeniedException(over);
        }
    }

    CallContext.Registration register(Runnable action) {
        synchronized (actions) {
            if (reason == null) {
                actions.add(action);
                return () -> withdraw(action);
            }
        }
        runQuietly(action);
        return () -> {};
    }

    /** Only the first end counts. */
    void over(ReasonCode laterUse, Runnable first) {
        List<Runnable> waiting;
        synchronized (actions) {
            if (reason != null) {
                return;
            }
            reason = laterUse;
            waiting = List.copyOf(actions);
            actions.clear();
        }
        first.run();
        waiting.forEach(CallEnd::runQuietly);
    }

    private void withdraw(Runnable action) {
        synchronized (actions) {
            actions.remove(action);
        }
    }

    private static void runQuietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // One listener's fault must not keep the others from being told.
            log.warn("an action at the end of a call failed: {}", e.getClass().getName());
        }
    }
}
