/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.taskbound.ToolDescriptor;
import java.lang.reflect.Method;

/** What the guard is told of a tool: what the model was told, and which code stands behind it. */
final class Descriptors {
    /** No schema at all: the guard refuses a tool that is described so, with {@code TOOL_CHANGED}. */
    private static final String TWO_TOOLS = "\"two tools under one name\"";

    private Descriptors() {}

    static ToolDescriptor of(ToolSpecification specification, ToolExecutor executor) {
        if (McpTools.isMcp(executor)) {
            return McpTools.describe(described(specification), executor);
        }
        return described(specification).withImplementation(implementation(executor));
    }

    static ToolDescriptor ambiguous(String name) {
        return ToolDescriptor.named(name).withSchema(TWO_TOOLS);
    }

    static ToolDescriptor described(ToolSpecification specification) {
        String description = specification.description();
        ToolDescriptor descriptor =
                ToolDescriptor.named(specification.name()).withDescription(description == null ? "" : description);
        return specification.parameters() == null
                ? descriptor
                : descriptor.withSchema(Schemas.json(specification.parameters()));
    }

    private static String implementation(ToolExecutor executor) {
        return executor instanceof DefaultToolExecutor
                        && PrivateField.read(executor, DefaultToolExecutor.class, "originalMethod")
                                instanceof Method method
                ? method.toGenericString()
                : executor.getClass().getName();
    }
}
