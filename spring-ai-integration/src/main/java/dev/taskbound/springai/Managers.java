/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.model.tool.DefaultToolCallingManager;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.resolution.DelegatingToolCallbackResolver;

/** Looks at managers that Taskbound did not get into its hands. */
final class Managers {
    private static final String FIELD = "toolCallingManager";

    private Managers() {}

    /** The manager that a model or an advisor was made with, or null if it has none of Spring AI's kind. */
    static @Nullable ToolCallingManager of(Object holder) {
        return PrivateField.isIn(holder.getClass(), FIELD)
                        && PrivateField.read(holder, FIELD) instanceof ToolCallingManager manager
                ? manager
                : null;
    }

    static boolean isGuarded(ToolCallingManager manager) {
        return manager instanceof GuardedToolCallingManager;
    }

    /** Whether it may find a tool that the request does not carry, and so nobody put behind the guard. */
    static boolean findsOtherTools(ToolCallingManager manager) {
        if (isGuarded(manager)) {
            return false;
        }
        if (!(manager instanceof DefaultToolCallingManager)) {
            return true;
        }
        boolean never = PrivateField.isIn(DefaultToolCallingManager.class, "resolutionFallbackEnabled")
                && Boolean.FALSE.equals(PrivateField.read(manager, "resolutionFallbackEnabled"));
        return !never && !isHarmless(PrivateField.read(manager, "toolCallbackResolver"));
    }

    private static boolean isHarmless(@Nullable Object resolver) {
        return resolver instanceof GuardedToolCallbackResolver
                || (resolver instanceof DelegatingToolCallbackResolver
                        && PrivateField.read(resolver, "toolCallbackResolvers") instanceof List<?> others
                        && others.stream().allMatch(Managers::isHarmless));
    }
}
