/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import io.opentelemetry.context.Scope;

/** Brings the caller's task and context to an executor that is guarded further in. */
final class ContextualToolExecutor implements ToolExecutor {
    private final ToolExecutor guarded;
    private final Invocation invocation;

    ContextualToolExecutor(ToolExecutor guarded, Invocation invocation) {
        this.guarded = guarded;
        this.invocation = invocation;
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        try (Scope entered = invocation.toEnter().makeCurrent()) {
            return guarded.execute(request, memoryId);
        }
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        try (Scope entered = invocation.toEnter().makeCurrent()) {
            return guarded.executeWithContext(request, context);
        }
    }
}
