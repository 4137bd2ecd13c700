/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.ToolDescriptor;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.ai.tool.method.MethodToolCallback;

/** What the guard is told of a tool: what the model was told, and which code stands behind it. */
final class Descriptors {
    /** No schema at all: the guard refuses a tool that is described so, with {@code TOOL_CHANGED}. */
    private static final String TWO_TOOLS = "\"two tools under one name\"";

    private Descriptors() {}

    /** @param source where the tool comes from, if that was said; null where the tool says it itself */
    static ToolDescriptor of(ToolCallback tool, @Nullable String source) {
        ToolDefinition definition = tool.getToolDefinition();
        ToolDescriptor shown = ToolDescriptor.named(definition.name())
                .withDescription(definition.description() == null ? "" : definition.description())
                .withSchema(Schemas.checked(definition.inputSchema()));
        ToolDescriptor described =
                McpTools.isMcp(tool) ? McpTools.describe(shown, tool) : shown.withImplementation(implementation(tool));
        return source == null ? described : described.withSource(source);
    }

    static ToolDescriptor ambiguous(String name) {
        return ToolDescriptor.named(name).withSchema(TWO_TOOLS);
    }

    private static String implementation(ToolCallback tool) {
        if (tool instanceof MethodToolCallback && PrivateField.read(tool, "toolMethod") instanceof Method method) {
            return method.toGenericString();
        }
        if (tool instanceof FunctionToolCallback<?, ?>) {
            Object function = PrivateField.read(tool, "toolFunction");
            return function == null ? "" : function.getClass().getName();
        }
        return tool.getClass().getName();
    }
}
