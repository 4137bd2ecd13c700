/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ToolDescriptor;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Puts tools behind the guard by hand: for code that runs tools itself, and for clients and models that are made outside
 * the application context. A tool wrapped here is guarded once, also where the automatic guard is there too. A task must
 * be found on the thread that runs the tool, unless the request passed {@link TaskboundAdvisor}.
 */
public final class TaskboundTools {
    private TaskboundTools() {}

    /** The tool behind the guard, under its own name; a tool of an MCP server under that of its connection. */
    public static ToolCallback wrap(ToolCallback tool) {
        return GuardedToolCallback.of(requireNonNull(tool, "tool"), null);
    }

    /**
     * The same for a tool that comes from elsewhere: the policy knows it as {@code source/name}.
     *
     * @param source without slash, such as {@code mcp:orders}
     */
    public static ToolCallback wrap(ToolCallback tool, String source) {
        return GuardedToolCallback.of(requireNonNull(tool, "tool"), checked(source));
    }

    /** A provider whose tools are all guarded, whenever it offers them. It is not asked before it is used. */
    public static ToolCallbackProvider wrap(ToolCallbackProvider provider) {
        requireNonNull(provider, "provider");
        return () -> wrapped(provider, null);
    }

    /**
     * The same for tools that come from elsewhere: the policy knows them as {@code source/name}.
     *
     * @param source without slash, such as {@code mcp:orders}
     */
    public static ToolCallbackProvider wrap(ToolCallbackProvider provider, String source) {
        requireNonNull(provider, "provider");
        String named = checked(source);
        return () -> wrapped(provider, named);
    }

    /** A manager that runs guarded tools only, whatever requests it is given, for loops that are driven by hand. */
    public static ToolCallingManager wrap(ToolCallingManager manager) {
        return requireNonNull(manager, "manager") instanceof GuardedToolCallingManager
                ? manager
                : new GuardedToolCallingManager(manager, new Tripwire(TripwireMode.OFF), false);
    }

    /**
     * What the tools of an application say of themselves, MCP servers' included: {@code ToolCallback} and {@code
     * ToolCallbackProvider} beans and singletons with {@code @Tool} methods. For {@link
     * dev.taskbound.policy.ToolList#json}, and so for {@code taskbound lock --tools}. A server that does not answer is left
     * out, which is logged.
     */
    public static List<ToolDescriptor> describe(ListableBeanFactory application) {
        return describe(new ToolBeans(requireNonNull(application, "application")).all());
    }

    /** The same of tools that are no beans. */
    public static List<ToolDescriptor> describe(Collection<? extends ToolCallback> tools) {
        return tools.stream()
                .map(tool -> GuardedToolCallback.of(tool, null).descriptor())
                .distinct()
                .toList();
    }

    private static ToolCallback[] wrapped(ToolCallbackProvider provider, @Nullable String source) {
        return Arrays.stream(provider.getToolCallbacks())
                .map(tool -> GuardedToolCallback.of(tool, source))
                .toArray(ToolCallback[]::new);
    }

    private static String checked(String source) {
        if (source.isBlank() || source.indexOf('/') >= 0) {
            throw new IllegalArgumentException("expected a source without slash, found '" + source + "'");
        }
        return source;
    }
}
