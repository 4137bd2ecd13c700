/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolService;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.internal.json.PurposeText;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Method;
import java.util.function.Consumer;

/**
 * A compensating action as a tool of its own: under the name of its method, with the arguments of the call that it
 * undoes. A refused one does not run; LangChain4j logs it like one that failed.
 */
final class GuardedCompensation implements Consumer<ToolExecution> {
    private final Consumer<ToolExecution> action;
    private final Method method;
    private final ToolService service;
    private final Tasks tasks;
    private final Invocations invocations;

    GuardedCompensation(
            Consumer<ToolExecution> action, Method method, ToolService service, Tasks tasks, Invocations invocations) {
        this.action = action;
        this.method = method;
        this.service = service;
        this.tasks = tasks;
        this.invocations = invocations;
    }

    @Override
    public void accept(ToolExecution undone) {
        Invocation invocation = invocations
                .find(undone.invocationContext())
                .orElseGet(() -> Invocation.capture(tasks, undone.invocationContext()));
        ToolExecutionResult result;
        try (Scope entered = invocation.toEnter().makeCurrent()) {
            result = Gate.pass(
                    invocation.task(),
                    method.getName(),
                    () -> call(undone.request(), invocation),
                    arguments -> run(undone, arguments));
        }
        if (result.isError()) {
            throw new IllegalStateException(result.resultText());
        }
    }

    private ToolCall call(ToolExecutionRequest undone, Invocation invocation) {
        ToolSpecification compensated = service.toolSpecifications().stream()
                .filter(tool -> tool.name().equals(undone.name()))
                .findFirst()
                .orElseThrow();
        String arguments = invocation.asksForPurpose() && PurposeParameter.isAddedTo(compensated)
                ? PurposeText.cutOut(undone.arguments()).arguments()
                : undone.arguments();
        ToolDescriptor shown = Descriptors.described(compensated);
        ToolDescriptor compensating = ToolDescriptor.named(method.getName())
                .withDescription("Undoes " + compensated.name())
                .withSchema(shown.schema())
                .withImplementation(method.toGenericString());
        return ToolCall.of(compensating, arguments).withId(undone.id());
    }

    private ToolExecutionResult run(ToolExecution undone, String arguments) {
        action.accept(ToolExecution.builder()
                .request(undone.request().toBuilder().arguments(arguments).build())
                .result(ToolExecutionResult.builder()
                        .result(undone.resultObject())
                        .resultContents(undone.resultContents())
                        .build())
                .startTime(undone.startTime())
                .finishTime(undone.finishTime())
                .invocationContext(undone.invocationContext())
                .build());
        return ToolExecutionResult.builder().resultText("").build();
    }
}
