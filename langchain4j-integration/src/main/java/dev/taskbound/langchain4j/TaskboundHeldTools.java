/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.guard.HeldTool;
import dev.taskbound.guard.HeldTools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tools with which a {@link dev.taskbound.guard.Resumer} runs approved calls that were made before a restart, or in another
 * process. Give only tools that are the application's own, not such as are made for one user or request. A tool is run
 * without memory id and invocation parameters: nobody has called an AI service.
 *
 * <pre>{@code
 * Resumer.automatic(guard, TaskboundHeldTools.of(new OrderTools(), new MailTools()), listener).start();
 * }</pre>
 */
public final class TaskboundHeldTools {
    private TaskboundHeldTools() {}

    /** The {@code @Tool} methods of these objects. */
    public static HeldTools of(Object... objectsWithTools) {
        List<AiServiceTool> tools = new ArrayList<>();
        for (Object object : objectsWithTools) {
            tools.addAll(ToolService.findTools(requireNonNull(object, "object")));
        }
        return held -> find(held, tools);
    }

    public static HeldTools of(Map<ToolSpecification, ToolExecutor> tools) {
        List<AiServiceTool> all = new ToolProviderResult(Map.copyOf(tools)).aiServiceTools();
        return held -> find(held, all);
    }

    /** What the provider offers, asked whenever a call is to be run: outside any AI service, with the tool's name as message. */
    public static HeldTools of(ToolProvider provider) {
        requireNonNull(provider, "provider");
        return held -> {
            UserMessage asked = UserMessage.from(held.tool().key());
            ToolProviderResult offered =
                    provider.provideTools(new ToolProviderRequest(held.task().id(), asked));
            return offered == null ? Optional.empty() : find(held, offered.aiServiceTools());
        };
    }

    /** Of several under one key none: it cannot be told which one was meant. */
    private static Optional<HeldTool> find(HeldCall held, List<AiServiceTool> tools) {
        ToolGuarding guarding = ToolGuarding.byHand(Tasks.load(), null);
        List<HeldTool> found = tools.stream()
                .map(tool -> guarding.guard(tool.toolSpecification(), tool.toolExecutor(), null))
                .filter(GuardedToolExecutor.class::isInstance)
                .map(tool -> ((GuardedToolExecutor) tool).held())
                .filter(tool -> tool.descriptor().key().equals(held.tool().key()))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
