/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.origin.Origins;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a call would carry a label to a destination. Errs on the side of yes: text that the model wrote after the task
 * saw the label may hold anything that the label is on.
 */
final class Flows {
    private Flows() {}

    static boolean carries(FlowRule flow, AccessRequest request) {
        Origins origins = request.origins();
        return origins.labelsSeen().contains(flow.label())
                && (flow.match() == FlowRule.Match.TASK
                        || anyMayHold(request.arguments().values(), flow.label(), origins));
    }

    private static boolean anyMayHold(Collection<?> values, String label, Origins origins) {
        return values.stream().anyMatch(value -> mayHold(value, label, origins));
    }

    private static boolean mayHold(@Nullable Object value, String label, Origins origins) {
        if (value instanceof Map<?, ?> map) {
            // Names inside an object are as free as values where the tool's schema leaves them open.
            return anyMayHold(map.keySet(), label, origins) || anyMayHold(map.values(), label, origins);
        }
        if (value instanceof List<?> list) {
            return anyMayHold(list, label, origins);
        }
        boolean isNothing = value == null || value instanceof Boolean || "".equals(value);
        return !isNothing && (!origins.known(value) || origins.labels(value).contains(label));
    }
}
