/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Context;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;

/**
 * A manager that runs guarded tools only. It hands on what it is given, call for call: nothing is split, re-ordered or
 * left out.
 */
final class GuardedToolCallingManager implements ToolCallingManager {
    private final ToolCallingManager delegate;
    private final Tripwire tripwire;
    private final boolean hidesTools;

    /** @param hidesTools whether a model is not shown the tools that the task could never call */
    GuardedToolCallingManager(ToolCallingManager delegate, Tripwire tripwire, boolean hidesTools) {
        this.delegate = delegate;
        this.tripwire = tripwire;
        this.hidesTools = hidesTools;
    }

    /** What a model is shown; models ask for it with each request. */
    @Override
    public List<ToolDefinition> resolveToolDefinitions(ToolCallingChatOptions options) {
        tripwire.prepared(options);
        List<ToolCallback> given = Options.callbacks(options);
        Invocation invocation = Guarding.invocation(given);
        boolean runsThem = Options.runInModel(options) && !Guarding.isComplete(given);
        List<ToolDefinition> shown = delegate.resolveToolDefinitions(
                runsThem ? Options.with(options, Guarding.all(given, invocation)) : options);
        return hidesTools ? visible(shown, given, invocation) : shown;
    }

    private static List<ToolDefinition> visible(
            List<ToolDefinition> shown, List<ToolCallback> given, Invocation invocation) {
        Set<String> carried = new HashSet<>();
        Set<String> hidden = new HashSet<>();
        for (ToolCallback tool : given) {
            String name = tool.getToolDefinition().name();
            carried.add(name);
            if (invocation.couldNotCall(
                    GuardedToolCallback.of(tool, null).descriptor().key())) {
                hidden.add(name);
            }
        }
        return shown.stream()
                .filter(tool -> !hidden.contains(tool.name()))
                .filter(tool -> carried.contains(tool.name()) || !invocation.couldNotCall(tool.name()))
                .toList();
    }

    @Override
    public ToolExecutionResult executeToolCalls(Prompt prompt, ChatResponse response) {
        List<ToolCallback> given = Options.callbacks(prompt.getOptions());
        Invocation invocation = Guarding.invocation(given);
        tellProposer(invocation, prompt, response);
        Execution execution = Execution.of(response);
        Prompt guarded = given.isEmpty() ? prompt : Options.with(prompt, Guarding.all(given, invocation));
        try (Entered entered = execution.enter(invocation.in(Context.current()))) {
            ToolExecutionResult result = delegate.executeToolCalls(guarded, response);
            return execution.isUnanswered() && result.returnDirect() ? toTheModel(result) : result;
        }
    }

    /** A refusal is not the application's answer to its user: it goes back to the model like any tool's result. */
    private static ToolExecutionResult toTheModel(ToolExecutionResult result) {
        return ToolExecutionResult.builder()
                .conversationHistory(result.conversationHistory())
                .returnDirect(false)
                .build();
    }

    /** Which model proposes the calls that follow, and under which system prompt. */
    private static void tellProposer(Invocation invocation, Prompt prompt, ChatResponse response) {
        TaskScope task = invocation.task();
        if (task == null) {
            return;
        }
        task.promptSent(prompt.getInstructions().stream()
                .filter(SystemMessage.class::isInstance)
                .map(message -> Objects.requireNonNullElse(message.getText(), ""))
                .collect(Collectors.joining("\n")));
        String model =
                response.getMetadata() == null ? null : response.getMetadata().getModel();
        if (model != null && !model.isEmpty()) {
            task.modelUsed(model);
        }
    }
}
