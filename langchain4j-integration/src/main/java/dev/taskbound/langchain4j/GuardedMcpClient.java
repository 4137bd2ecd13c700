/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.internal.json.PurposeText;
import io.opentelemetry.context.Scope;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A client whose {@code executeTool} passes the guard; everything else goes through. A proxy, because the methods of
 * {@link McpClient} differ between the versions of LangChain4j.
 */
final class GuardedMcpClient implements InvocationHandler {
    private final McpClient delegate;
    private final Tasks tasks;
    private final Map<String, ToolSpecification> specifications = new ConcurrentHashMap<>();

    private GuardedMcpClient(McpClient delegate, Tasks tasks) {
        this.delegate = delegate;
        this.tasks = tasks;
    }

    static McpClient wrap(McpClient client, Tasks tasks) {
        return (McpClient) Proxy.newProxyInstance(
                GuardedMcpClient.class.getClassLoader(),
                new Class<?>[] {McpClient.class},
                new GuardedMcpClient(client, tasks));
    }

    static boolean guards(McpClient client) {
        return Proxy.isProxyClass(client.getClass()) && Proxy.getInvocationHandler(client) instanceof GuardedMcpClient;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("executeTool")
                && arguments != null
                && arguments[0] instanceof ToolExecutionRequest request) {
            return Failures.hidden(() -> execute(method, request, arguments));
        }
        if (method.getName().equals("equals") && arguments != null) {
            return arguments[0] instanceof McpClient other
                    && guards(other)
                    && Proxy.getInvocationHandler(other).equals(this);
        }
        return delegate(method, arguments);
    }

    private ToolExecutionResult execute(Method method, ToolExecutionRequest request, Object[] arguments) {
        InvocationContext context =
                arguments.length > 1 && arguments[1] instanceof InvocationContext given ? given : null;
        Invocation invocation = Invocation.capture(tasks, context);
        try (Scope entered = invocation.toEnter().makeCurrent()) {
            return Gate.pass(
                    invocation.task(),
                    request.name(),
                    () -> call(request, invocation),
                    canonical -> run(method, request, arguments, canonical));
        }
    }

    private ToolCall call(ToolExecutionRequest request, Invocation invocation) {
        ToolSpecification specification = specification(request.name());
        PurposeText split =
                invocation.asksForPurpose() && (specification == null || PurposeParameter.isAddedTo(specification))
                        ? PurposeText.cutOut(request.arguments())
                        : PurposeText.none(request.arguments());
        ToolDescriptor shown =
                specification == null ? ToolDescriptor.named(request.name()) : Descriptors.described(specification);
        return ToolCall.of(McpTools.describe(shown, delegate.key(), request.name()), split.arguments())
                .withId(request.id())
                .withPurpose(split.purpose());
    }

    /** As the server first described it; null for a tool that it does not list, which then takes no argument. */
    private @Nullable ToolSpecification specification(String name) {
        if (!specifications.containsKey(name)) {
            delegate.listTools().forEach(each -> specifications.putIfAbsent(each.name(), each));
        }
        return specifications.get(name);
    }

    private ToolExecutionResult run(Method method, ToolExecutionRequest request, Object[] arguments, String canonical) {
        Object[] checked = arguments.clone();
        checked[0] = request.toBuilder().arguments(canonical).build();
        try {
            return (ToolExecutionResult) Objects.requireNonNull(delegate(method, checked));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private @Nullable Object delegate(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(delegate, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
