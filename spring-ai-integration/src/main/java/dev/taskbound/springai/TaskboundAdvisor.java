/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.guard.TaskScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;
import reactor.util.context.ContextView;

/**
 * Puts the tools of each request behind the guard, and takes task, OpenTelemetry context and {@code Authentication} along
 * from the thread that calls the client (that subscribes, for streams) to whatever thread runs the tools. Auto-configuration
 * adds it to every {@code ChatClient.Builder} and {@code ChatClient} of the application context; add the bean yourself to
 * a client that is built otherwise. Runs before Spring AI's own tool loop, wherever that one is added. Thread-safe.
 */
public final class TaskboundAdvisor implements CallAdvisor, StreamAdvisor {
    /**
     * The advisor parameter under which an application hands a {@link TaskScope} over. It comes before the task of the
     * calling thread; nothing but a {@code TaskScope} is accepted.
     *
     * <pre>{@code
     * client.prompt(words).advisors(a -> a.param(TaskboundAdvisor.TASK, task)).call()
     * }</pre>
     */
    public static final String TASK = "taskbound.task";

    /** Before {@code HIGHEST_PRECEDENCE + 300}, where Spring AI 2.0 runs tools. */
    public static final int ORDER = Ordered.HIGHEST_PRECEDENCE + 290;

    private final Supplier<@Nullable ToolCallbackResolver> resolver;
    private final Tripwire tripwire;

    TaskboundAdvisor(Supplier<@Nullable ToolCallbackResolver> resolver, Tripwire tripwire) {
        this.resolver = resolver;
        this.tripwire = tripwire;
    }

    @Override
    public String getName() {
        return "taskbound";
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        Invocation invocation = Invocation.capture(handedOver(request));
        check(chain.getCallAdvisors());
        return chain.nextCall(guarded(request, invocation));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return Flux.deferContextual(view -> {
            Invocation invocation = captured(view, request);
            check(chain.getStreamAdvisors());
            Flux<ChatClientResponse> answers = chain.nextStream(guarded(request, invocation));
            TaskScope task = invocation.task();
            return task == null
                    ? answers
                    : answers.contextWrite(context ->
                            context.put(TaskCarrier.KEY, new TaskCarrier.Carried(task, invocation.context())));
        });
    }

    /** A Reactor context may carry a task to a thread that knows of none. */
    private static Invocation captured(ContextView view, ChatClientRequest request) {
        Invocation here = Invocation.capture(handedOver(request));
        return here.task() == null && view.getOrDefault(TaskCarrier.KEY, null) instanceof TaskCarrier.Carried carried
                ? new Invocation(carried.task(), false, carried.context(), here.security())
                : here;
    }

    private static @Nullable TaskScope handedOver(ChatClientRequest request) {
        Map<String, Object> parameters = request.context();
        Object found = parameters.get(TASK);
        if (found == null || found instanceof TaskScope) {
            return (TaskScope) found;
        }
        throw new IllegalArgumentException("advisor parameter " + TASK + ": expected a TaskScope, found "
                + found.getClass().getName());
    }

    private ChatClientRequest guarded(ChatClientRequest request, Invocation invocation) {
        Prompt prompt = request.prompt();
        List<ToolCallback> tools = tools(prompt.getOptions());
        return tools.isEmpty()
                ? request
                : request.mutate()
                        .prompt(Options.with(prompt, Guarding.all(tools, invocation)))
                        .build();
    }

    /** Tools that are given by name are found here, so that they too keep the caller's task on other threads. */
    private List<ToolCallback> tools(@Nullable ChatOptions options) {
        List<ToolCallback> tools = new ArrayList<>(Options.callbacks(options));
        ToolCallbackResolver known = resolver.get();
        for (String name : Options.names(options)) {
            boolean given = tools.stream()
                    .anyMatch(tool -> tool.getToolDefinition().name().equals(name));
            ToolCallback found = given || known == null ? null : known.resolve(name);
            if (found != null) {
                tools.add(found);
            }
        }
        return tools;
    }

    /** An advisor that runs tools with a manager of its own may find others than those of the request. */
    private void check(List<? extends Advisor> advisors) {
        for (Advisor advisor : advisors) {
            ToolCallingManager manager = Managers.of(advisor);
            if (manager != null && Managers.findsOtherTools(manager)) {
                tripwire.trip(
                        "advisor " + advisor.getName() + " has a ToolCallingManager of its own that may find tools"
                                + " which are not guarded. Make it with the ToolCallingManager of the application context, or"
                                + " with TaskboundTools.wrap(manager)");
            }
        }
    }
}
