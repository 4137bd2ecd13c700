/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.HeldTool;
import dev.taskbound.internal.json.PurposeText;
import io.opentelemetry.context.Scope;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A tool behind the guard. Where the invocation was captured on the caller's thread, that one counts; a tool wrapped by
 * hand finds its task when it is called.
 */
final class GuardedToolExecutor implements ToolExecutor {
    private final @Nullable ToolSpecification specification;
    private final ToolExecutor delegate;
    private final Supplier<ToolDescriptor> descriptor;
    private final ToolGuarding guarding;
    private final @Nullable Invocation captured;

    GuardedToolExecutor(
            @Nullable ToolSpecification specification,
            ToolExecutor delegate,
            Supplier<ToolDescriptor> descriptor,
            ToolGuarding guarding,
            @Nullable Invocation captured) {
        this.specification = specification;
        this.delegate = delegate;
        this.descriptor = descriptor;
        this.guarding = guarding;
        this.captured = captured;
    }

    /** The same tool, guarded once, for an invocation whose caller is known. */
    GuardedToolExecutor within(ToolGuarding service, Invocation invocation) {
        return new GuardedToolExecutor(specification, delegate, descriptor, service, invocation);
    }

    @Override
    public String execute(ToolExecutionRequest request, Object memoryId) {
        return executeWithContext(
                        request,
                        InvocationContext.builder().chatMemoryId(memoryId).build())
                .resultText();
    }

    @Override
    public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
        return guarding.run(() -> pass(request, context, captured != null ? captured : guarding.capture(context)));
    }

    private ToolExecutionResult pass(ToolExecutionRequest request, InvocationContext context, Invocation invocation) {
        try (Scope entered = invocation.toEnter().makeCurrent()) {
            return Gate.pass(
                    invocation.task(),
                    request.name(),
                    () -> call(request, invocation),
                    arguments -> run(request, context, arguments));
        }
    }

    /** To run a call of it that was approved, for nobody who waits. */
    HeldTool held() {
        ToolDescriptor described = descriptor.get();
        return new HeldTool(
                described,
                Gate.body(arguments -> run(
                        ToolExecutionRequest.builder().name(described.name()).build(),
                        InvocationContext.builder().build(),
                        arguments)));
    }

    private ToolCall call(ToolExecutionRequest request, Invocation invocation) {
        PurposeText split = invocation.asksForPurpose() && PurposeParameter.isAddedTo(specification)
                ? PurposeText.cutOut(request.arguments())
                : PurposeText.none(request.arguments());
        return ToolCall.of(descriptor.get(), split.arguments())
                .withId(request.id())
                .withPurpose(split.purpose());
    }

    private ToolExecutionResult run(ToolExecutionRequest request, InvocationContext context, String arguments) {
        ToolExecutionResult result = delegate.executeWithContext(
                request.toBuilder().arguments(arguments).build(), context);
        // Its error results hold nothing but the message of what the method threw.
        return result.isError() && delegate instanceof DefaultToolExecutor ? Failures.error(Failures.TEXT) : result;
    }
}
