/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.util.ReflectionUtils;

/**
 * The tools in a request's options, on every line of Spring AI: 1.1 has setters, names of tools, and models that run tools
 * themselves; 2.0 has none of these, and {@code mutate()}.
 */
final class Options {
    private static final @Nullable Method MUTATE = ReflectionUtils.findMethod(ToolCallingChatOptions.class, "mutate");

    private Options() {}

    @SuppressWarnings("NullAway") // null in 2.0 where there are none
    static List<ToolCallback> callbacks(@Nullable ChatOptions options) {
        List<ToolCallback> given = options instanceof ToolCallingChatOptions tools ? tools.getToolCallbacks() : null;
        return given == null ? List.of() : given;
    }

    /** Names that the model's own manager will look up. */
    static Set<String> names(@Nullable ChatOptions options) {
        return MUTATE == null && options instanceof ToolCallingChatOptions tools ? tools.getToolNames() : Set.of();
    }

    /** Whether the model itself will run the tools, before it answers. */
    static boolean runInModel(@Nullable ChatOptions options) {
        return MUTATE == null && options != null && ToolCallingChatOptions.isInternalToolExecutionEnabled(options);
    }

    static Prompt with(Prompt prompt, List<ToolCallback> callbacks) {
        return prompt.getOptions() instanceof ToolCallingChatOptions tools
                ? new Prompt(prompt.getInstructions(), with(tools, callbacks))
                : prompt;
    }

    /** The same options with these callbacks; the given ones, which others may share, stay as they are. */
    static ToolCallingChatOptions with(ToolCallingChatOptions options, List<ToolCallback> callbacks) {
        if (MUTATE != null) {
            return mutated(MUTATE, options, callbacks);
        }
        ToolCallingChatOptions copy = options.copy();
        copy.setToolCallbacks(callbacks);
        return copy;
    }

    private static ToolCallingChatOptions mutated(
            Method mutate, ToolCallingChatOptions options, List<ToolCallback> callbacks) {
        try {
            ToolCallingChatOptions.Builder builder = (ToolCallingChatOptions.Builder) mutate.invoke(options);
            return builder.toolCallbacks(callbacks).build();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        } catch (InvocationTargetException e) {
            ReflectionUtils.rethrowRuntimeException(e.getCause());
            throw new IllegalStateException(e);
        }
    }
}
