/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;

/** Whatever is found by its name is guarded: names that a model makes up, and {@code Function} beans, included. */
final class GuardedToolCallbackResolver implements ToolCallbackResolver {
    private final ToolCallbackResolver delegate;

    GuardedToolCallbackResolver(ToolCallbackResolver delegate) {
        this.delegate = delegate;
    }

    @Override
    @SuppressWarnings("NullAway") // null where there is no such tool
    public @Nullable ToolCallback resolve(String toolName) {
        ToolCallback found = delegate.resolve(toolName);
        return found == null ? null : GuardedToolCallback.of(found, null);
    }
}
