/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.agentic.agent.MissingArgumentException;
import dev.langchain4j.agentic.internal.AbstractAgentInvoker;
import dev.langchain4j.agentic.internal.AgentInvocationArguments;
import dev.langchain4j.agentic.internal.AgentInvoker;
import dev.langchain4j.agentic.planner.AgentArgument;
import dev.langchain4j.agentic.scope.AgenticScope;
import dev.langchain4j.agentic.scope.DefaultAgenticScope;
import dev.langchain4j.internal.Json;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A method of a non-AI agent as a tool: under the agent's name, with what it takes from the agentic scope as arguments.
 * An asynchronous agent keeps task and context of the thread that gathered its arguments.
 */
final class GuardedAgent extends AbstractAgentInvoker {
    private final AgentInvoker delegate;
    private final Tasks tasks;
    /** Between gathering the arguments and the call. */
    @SuppressWarnings("UndefinedEquals") // arrays as keys by identity are what is wanted
    private final Map<Object[], Invocation> captured = Collections.synchronizedMap(new WeakHashMap<>());

    GuardedAgent(AgentInvoker delegate, Tasks tasks) {
        super(delegate.method(), delegate);
        this.delegate = delegate;
        this.tasks = tasks;
    }

    @Override
    public AgentInvocationArguments toInvocationArguments(AgenticScope scope) throws MissingArgumentException {
        AgentInvocationArguments arguments = delegate.toInvocationArguments(scope);
        captured.put(arguments.positionalArgs(), Invocation.capture(tasks, null));
        return arguments;
    }

    @Override
    public @Nullable Object invoke(DefaultAgenticScope scope, Object agent, AgentInvocationArguments arguments)
            throws AgentInvocationException {
        Invocation invocation = captured.remove(arguments.positionalArgs());
        if (invocation == null) {
            invocation = Invocation.capture(tasks, null);
        }
        TaskScope task = invocation.task();
        if (task == null) {
            throw new AgentInvocationException(Gate.noTask(name()));
        }
        try (Scope entered = invocation.toEnter().makeCurrent()) {
            return task.call(
                    call(arguments), call -> delegate.invoke(scope, agent, checked(arguments, call.arguments())));
        } catch (ToolCallDeniedException e) {
            throw new AgentInvocationException(e);
        }
    }

    private ToolCall call(AgentInvocationArguments arguments) {
        Map<String, Object> given = new LinkedHashMap<>(arguments.namedArgs());
        given.values().removeIf(Objects::isNull);
        return ToolCall.of(AgentSchemas.describe(delegate), Json.toJson(given));
    }

    /** The arguments again, from the text that was checked; what LangChain4j itself puts in stays. */
    private AgentInvocationArguments checked(AgentInvocationArguments given, String canonical) {
        Map<?, ?> values = Json.fromJson(canonical, Map.class);
        Map<String, Object> named = new LinkedHashMap<>(given.namedArgs());
        @Nullable Object[] positional = given.positionalArgs().clone();
        List<AgentArgument> arguments = delegate.arguments();
        for (int i = 0; i < positional.length; i++) {
            AgentArgument argument = arguments.get(i);
            if (values.containsKey(argument.name())) {
                positional[i] = Json.fromJson(Json.toJson(values.get(argument.name())), argument.type());
                named.put(argument.name(), positional[i]);
            }
        }
        return new AgentInvocationArguments(named, positional);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other == this;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
