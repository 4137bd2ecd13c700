/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agentic.internal.AgentExecutor;
import dev.langchain4j.agentic.internal.AgentUtil;
import dev.langchain4j.agentic.internal.InternalAgent;

/** Puts non-AI agents behind the guard: their methods run without any tool call. Needs langchain4j-agentic. */
public final class TaskboundAgents {
    private TaskboundAgents() {}

    /**
     * The agent as {@code subAgents(...)} takes it, its {@code @Agent} method guarded as a tool of the agent's name. Its
     * arguments must be such that they can be written as JSON. A refusal is an
     * {@link dev.langchain4j.agentic.agent.AgentInvocationException} with a text that is safe for a model.
     *
     * @throws IllegalArgumentException if it is an AI agent: that one's tools are guarded, not the agent
     */
    public static Object wrap(Object nonAiAgent) {
        if (requireNonNull(nonAiAgent, "nonAiAgent") instanceof InternalAgent || nonAiAgent instanceof Class) {
            throw new IllegalArgumentException(
                    "expected an object with an @Agent method, found an AI agent; its tools are"
                            + " guarded without wrapping it");
        }
        AgentExecutor open = AgentUtil.agentToExecutor(nonAiAgent);
        return new AgentExecutor(new GuardedAgent(open.agentInvoker(), Tasks.load()), open.agent());
    }
}
