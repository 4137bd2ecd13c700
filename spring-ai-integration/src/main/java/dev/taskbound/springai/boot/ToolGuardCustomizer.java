/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.guard.ToolGuardBuilder;

/** Beans of this type have the last word on the guard, in their order, after all properties. */
@FunctionalInterface
public interface ToolGuardCustomizer {
    void customize(ToolGuardBuilder builder);
}
