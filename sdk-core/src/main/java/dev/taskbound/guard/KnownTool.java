/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ToolDescriptor;
import dev.taskbound.internal.json.JsonSchema;
import dev.taskbound.policy.ToolProfile;

/** A tool as the policy and its own description know it. */
record KnownTool(ToolDescriptor descriptor, ToolProfile profile, JsonSchema schema, String digest) {
    boolean isSameAs(ToolDescriptor other) {
        return descriptor.equals(other);
    }
}
