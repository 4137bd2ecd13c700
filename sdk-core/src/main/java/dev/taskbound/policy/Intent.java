/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A named purpose that a task can be opened for.
 *
 * @param name its name in the policy
 * @param owner who answers for it
 * @param parameters what a task must be given, name to type
 * @param limits the limits of each task
 */
public record Intent(String name, @Nullable String owner, Map<String, ParameterType> parameters, IntentLimits limits) {
    public Intent {
        Objects.requireNonNull(name, "name");
        parameters = Map.copyOf(parameters);
        Objects.requireNonNull(limits, "limits");
    }
}
