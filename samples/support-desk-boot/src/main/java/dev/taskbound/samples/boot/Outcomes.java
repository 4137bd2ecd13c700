/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.guard.FinishedCall;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Tells whoever asked what became of a call that waited: the model has long answered by then, and is not asked again. */
@Component
class Outcomes {
    private final Cases cases;

    Outcomes(Cases cases) {
        this.cases = cases;
    }

    @EventListener
    void finished(FinishedCall ended) {
        HeldCall call = ended.call();
        cases.addResult(call.task().id(), call.text() + ": " + what(call));
    }

    private static String what(HeldCall call) {
        return switch (call.status()) {
            case SUCCEEDED -> "was approved and has run.";
            case DECLINED -> "was denied.";
            case EXPIRED -> "nobody decided in time.";
            case FAILED, UNKNOWN -> "was approved, and failed. Look whether it had an effect.";
            default -> "was not run: " + (call.reason() == null ? "its task is over" : call.reason()) + ".";
        };
    }
}
