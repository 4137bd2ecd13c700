/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.origin.Origins;

/**
 * Whether a call would carry a label to a destination: by task, anything would once the task has seen it; by value, what
 * was in a result with that label would, also inside a longer text. What the model puts into other words is not found.
 */
final class Flows {
    private Flows() {}

    static boolean carries(FlowRule flow, AccessRequest request) {
        Origins origins = request.origins();
        return origins.labelsSeen().contains(flow.label())
                && (flow.match() == FlowRule.Match.TASK
                        || request.arguments().values().stream()
                                .anyMatch(value -> origins.labels(value).contains(flow.label())));
    }
}
