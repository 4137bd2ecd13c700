/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.taskbound.ToolDescriptor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts executors behind the guard, each once. */
final class ToolGuarding {
    private final Tasks tasks;
    private final @Nullable String source;
    private final boolean byHand;

    private ToolGuarding(Tasks tasks, @Nullable String source, boolean byHand) {
        this.tasks = tasks;
        this.source = source;
        this.byHand = byHand;
    }

    /** By an AI service whose error handling is known. */
    static ToolGuarding automatic(Tasks tasks) {
        return new ToolGuarding(tasks, null, false);
    }

    /** @param source where the tools come from; null where each executor says it itself */
    static ToolGuarding byHand(Tasks tasks, @Nullable String source) {
        return new ToolGuarding(tasks, source, true);
    }

    /** The same tools, now in the hands of an AI service that is guarded itself. */
    ToolGuarding takenOver() {
        return new ToolGuarding(tasks, source, false);
    }

    /** Runs a call; where LangChain4j's own error handling may follow, exceptions are hidden from it. */
    ToolExecutionResult run(Supplier<ToolExecutionResult> call) {
        return byHand ? Failures.hidden(call) : call.get();
    }

    Invocation capture(@Nullable InvocationContext context) {
        return Invocation.capture(tasks, context);
    }

    ToolExecutor guard(ToolSpecification specification, ToolExecutor executor, @Nullable Invocation invocation) {
        if (executor instanceof GuardedToolExecutor guarded) {
            return invocation == null ? guarded : guarded.within(this, invocation);
        }
        if (McpTools.isGuardedByClient(executor)) {
            return invocation == null ? executor : new ContextualToolExecutor(executor, invocation);
        }
        return new GuardedToolExecutor(
                specification, executor, () -> descriptor(specification, executor), this, invocation);
    }

    private ToolDescriptor descriptor(ToolSpecification specification, ToolExecutor executor) {
        ToolDescriptor descriptor = Descriptors.of(specification, executor);
        return source == null ? descriptor : descriptor.withSource(source);
    }

    /** An executor that is refused, and recorded, whatever it is: two tools stand under its name. */
    ToolExecutor refuseDuplicate(String name, ToolExecutor executor, Invocation invocation) {
        return new GuardedToolExecutor(null, executor, () -> Descriptors.ambiguous(name), this, invocation);
    }

    /** The tool as this invocation's model is to see it. */
    static ToolSpecification shown(ToolSpecification specification, Invocation invocation) {
        return invocation.asksForPurpose() ? PurposeParameter.addTo(specification) : specification;
    }
}
