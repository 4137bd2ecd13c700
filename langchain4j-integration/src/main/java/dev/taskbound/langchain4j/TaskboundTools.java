/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolService;
import dev.taskbound.ToolDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts tools behind the guard by hand: for code that runs tools itself, and for applications that cannot have the
 * automatic guard. A tool wrapped here is guarded once, also where the automatic guard is there too. Without it, the
 * methods named by {@code @CompensateFor} are not guarded, the model is asked for a purpose only by
 * {@link #wrap(ToolProvider)}, and a task must be found on the thread that runs the tool.
 *
 * <p>What a wrapped tool throws reaches an error handler as an exception with a fixed text and the original as suppressed
 * exception, because LangChain4j's default handler would show the message to the model.
 */
public final class TaskboundTools {
    private TaskboundTools() {}

    /**
     * @param specification what the model is shown; arguments are checked against it
     * @param executor runs the tool
     */
    public static ToolExecutor wrap(ToolSpecification specification, ToolExecutor executor) {
        return guarding()
                .guard(requireNonNull(specification, "specification"), requireNonNull(executor, "executor"), null);
    }

    /** Each executor behind the guard, for {@code AiServices.tools(Map)}. */
    public static Map<ToolSpecification, ToolExecutor> wrap(Map<ToolSpecification, ToolExecutor> tools) {
        Map<ToolSpecification, ToolExecutor> wrapped = new LinkedHashMap<>();
        tools.forEach((specification, executor) -> wrapped.put(specification, wrap(specification, executor)));
        return wrapped;
    }

    /** A provider whose tools are all guarded, whenever it offers them, dynamic or not. */
    public static ToolProvider wrap(ToolProvider provider) {
        return new GuardedToolProvider(requireNonNull(provider, "provider"), guarding(), null);
    }

    /**
     * The same for tools that come from elsewhere: the policy knows them as {@code source/name}. It holds also where the
     * automatic guard is there.
     *
     * @param source without slash, such as {@code mcp:orders}
     */
    public static ToolProvider wrap(ToolProvider provider, String source) {
        if (source.isBlank() || source.indexOf('/') >= 0) {
            throw new IllegalArgumentException("expected a source without slash, found '" + source + "'");
        }
        return new GuardedToolProvider(
                requireNonNull(provider, "provider"), ToolGuarding.byHand(Tasks.load(), source), null);
    }

    /** The {@code @Tool} methods of these objects behind the guard, for {@code AiServices.tools(List)}. */
    public static List<AiServiceTool> tools(Object... objectsWithTools) {
        List<AiServiceTool> wrapped = new ArrayList<>();
        for (Object object : objectsWithTools) {
            for (AiServiceTool tool : ToolService.findTools(requireNonNull(object, "object"))) {
                wrapped.add(tool.toBuilder()
                        .toolExecutor(wrap(tool.toolSpecification(), tool.toolExecutor()))
                        .build());
            }
        }
        return wrapped;
    }

    /**
     * What the {@code @Tool} methods of these objects say of themselves. For {@link dev.taskbound.policy.ToolList#json}, and
     * so for {@code taskbound lock --tools}.
     */
    public static List<ToolDescriptor> describe(Object... objectsWithTools) {
        List<ToolDescriptor> described = new ArrayList<>();
        for (Object object : objectsWithTools) {
            for (AiServiceTool tool : ToolService.findTools(requireNonNull(object, "object"))) {
                described.add(Descriptors.of(tool.toolSpecification(), tool.toolExecutor()));
            }
        }
        return described;
    }

    /** The same of tools in the form of {@code AiServices.tools(Map)}, and of what a provider answered. */
    public static List<ToolDescriptor> describe(Map<ToolSpecification, ToolExecutor> tools) {
        return tools.entrySet().stream()
                .map(tool -> Descriptors.of(tool.getKey(), tool.getValue()))
                .toList();
    }

    private static ToolGuarding guarding() {
        return ToolGuarding.byHand(Tasks.load(), null);
    }
}
