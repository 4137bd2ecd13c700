/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.service.IllegalConfigurationException;
import dev.langchain4j.service.tool.ToolExecution;
import dev.langchain4j.service.tool.ToolService;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the methods that undo a tool's effect ({@code @CompensateFor}, since LangChain4j 1.17) behind the guard.
 * LangChain4j has no hook for them: they are wrapped where it keeps them. Where they cannot be found there, an object that
 * has such a method is refused.
 */
final class Compensations {
    private static final String ANNOTATION = "dev.langchain4j.agent.tool.CompensateFor";

    private Compensations() {}

    static void guard(ToolService service, Collection<Object> objects, Tasks tasks, Invocations invocations) {
        for (Object object : objects) {
            methods(object.getClass()).forEach(method -> {
                String compensated = compensated(method);
                if (compensated != null) {
                    guard(actions(service).get(compensated), compensated, method, service, tasks, invocations);
                }
            });
        }
    }

    private static void guard(
            @Nullable Consumer<ToolExecution> action,
            String compensated,
            Method method,
            ToolService service,
            Tasks tasks,
            Invocations invocations) {
        if (action != null && !(action instanceof GuardedCompensation)) {
            actions(service).put(compensated, new GuardedCompensation(action, method, service, tasks, invocations));
        }
    }

    private static Stream<Method> methods(Class<?> type) {
        Stream<Class<?>> classes = Stream.iterate(type, each -> each != null, Class::getSuperclass);
        return Stream.concat(
                classes.flatMap(each -> Stream.of(each.getDeclaredMethods())), Stream.of(type.getMethods()));
    }

    /** The tool that the method undoes, or null. The annotation is not there in the oldest version supported. */
    private static @Nullable String compensated(Method method) {
        for (Annotation annotation : method.getAnnotations()) {
            if (annotation.annotationType().getName().equals(ANNOTATION)) {
                try {
                    return String.valueOf(
                            annotation.annotationType().getMethod("value").invoke(annotation));
                } catch (ReflectiveOperationException e) {
                    throw unguarded(e);
                }
            }
        }
        return null;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Consumer<ToolExecution>> actions(ToolService service) {
        try {
            Object actions = PrivateField.read(service, ToolService.class, "compensatingExecutors");
            return (Map<String, Consumer<ToolExecution>>) Objects.requireNonNull(actions);
        } catch (RuntimeException e) {
            throw unguarded(e);
        }
    }

    private static IllegalConfigurationException unguarded(Exception e) {
        return new IllegalConfigurationException(
                "methods with @CompensateFor cannot be guarded in this version of LangChain4j: take the annotation off, or"
                        + " a version that docs/langchain4j.md lists ("
                        + e.getClass().getName() + ")");
    }
}
