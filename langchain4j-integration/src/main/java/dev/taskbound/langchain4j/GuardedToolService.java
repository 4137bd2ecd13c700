/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionErrorHandler;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.service.tool.ToolServiceContext;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools of one AI service. {@link #createContext} is where all of LangChain4j's ways to run a tool get their
 * executors from, and it runs on the thread that called the service.
 */
final class GuardedToolService extends ToolService {
    private final Tasks tasks;
    private final ToolGuarding guarding;
    private final Invocations invocations = new Invocations();
    private boolean applicationHandlesErrors;

    GuardedToolService(Tasks tasks) {
        this.tasks = tasks;
        this.guarding = ToolGuarding.automatic(tasks);
    }

    ModelNames modelNames() {
        return new ModelNames(invocations);
    }

    @Override
    public ToolServiceContext createContext(
            InvocationContext invocationContext, UserMessage userMessage, List<ChatMessage> messages) {
        Invocation invocation = Invocation.capture(tasks, invocationContext);
        invocations.put(invocationContext, invocation);
        ToolServiceContext open = super.createContext(invocationContext, userMessage, messages);
        if (open.toolExecutors().isEmpty() && open.dynamicToolProviders().isEmpty()) {
            return open;
        }
        return open.toBuilder()
                .toolExecutors(guarded(open, invocation))
                .dynamicToolProviders(guarded(open.dynamicToolProviders(), invocation))
                .effectiveTools(shown(open.effectiveTools(), invocation))
                .availableTools(shown(open.availableTools(), invocation))
                .build();
    }

    private Map<String, ToolExecutor> guarded(ToolServiceContext open, Invocation invocation) {
        Map<String, ToolSpecification> specifications = new HashMap<>();
        Set<String> duplicates = new HashSet<>();
        open.effectiveTools().forEach(tool -> specifications.put(tool.name(), tool));
        Set<String> seen = new HashSet<>();
        for (ToolSpecification tool : open.availableTools()) {
            specifications.put(tool.name(), tool);
            if (!seen.add(tool.name())) {
                duplicates.add(tool.name());
            }
        }
        Map<String, ToolExecutor> guarded = new LinkedHashMap<>();
        open.toolExecutors().forEach((name, executor) -> {
            ToolSpecification specification = specifications.get(name);
            guarded.put(
                    name,
                    specification == null || duplicates.contains(name)
                            ? guarding.refuseDuplicate(name, executor, invocation)
                            : guarding.guard(specification, executor, invocation));
        });
        return guarded;
    }

    /** LangChain4j asks these again between two answers of the model, past this class. */
    private List<ToolProvider> guarded(List<ToolProvider> dynamic, Invocation invocation) {
        return dynamic.stream()
                .<ToolProvider>map(provider -> GuardedToolProvider.within(provider, guarding, invocation))
                .toList();
    }

    private static List<ToolSpecification> shown(List<ToolSpecification> tools, Invocation invocation) {
        return tools.stream().map(tool -> ToolGuarding.shown(tool, invocation)).toList();
    }

    @Override
    public void tools(Collection<Object> objectsWithTools) {
        super.tools(objectsWithTools);
        Compensations.guard(this, objectsWithTools, tasks, invocations);
    }

    @Override
    public void executionErrorHandler(@Nullable ToolExecutionErrorHandler handler) {
        applicationHandlesErrors = handler != null;
        super.executionErrorHandler(handler);
    }

    @Override
    public ToolExecutionErrorHandler executionErrorHandler() {
        return applicationHandlesErrors ? super.executionErrorHandler() : Failures::hide;
    }
}
