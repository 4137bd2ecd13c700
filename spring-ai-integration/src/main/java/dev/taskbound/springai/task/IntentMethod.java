/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.annotation.AnnotatedElementUtils;

/** A method with {@link TaskIntent}: what its arguments become. */
final class IntentMethod {
    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Method method;
    private final TaskIntent intent;
    private final List<Binding> bindings = new ArrayList<>();

    private IntentMethod(Method method, TaskIntent intent) {
        this.method = method;
        this.intent = intent;
        Parameter[] parameters = method.getParameters();
        String[] names = NAMES.getParameterNames(method);
        for (int i = 0; i < parameters.length; i++) {
            TaskParameter bound = parameters[i].getAnnotation(TaskParameter.class);
            if (bound != null) {
                bindings.add(new Binding(i, name(bound, names == null ? null : names[i]), bound.fromModel()));
            } else if (parameters[i].isAnnotationPresent(TaskStatement.class)) {
                bindings.add(new Binding(i, null, false));
            }
        }
    }

    /** @throws IllegalStateException if the method's arguments cannot be bound as it says */
    static IntentMethod of(Method method) {
        TaskIntent intent = AnnotatedElementUtils.findMergedAnnotation(method, TaskIntent.class);
        return new IntentMethod(method, Objects.requireNonNull(intent, "@TaskIntent"));
    }

    private String name(TaskParameter bound, @Nullable String own) {
        String name = bound.value().isEmpty() ? own : bound.value();
        if (name == null) {
            throw new IllegalStateException(shown() + ": give @TaskParameter a name, or compile with -parameters");
        }
        return name;
    }

    TaskRequest request(Tasks tasks, @Nullable Object[] arguments, @Nullable Principal principal) {
        TaskRequest.Builder request = tasks.request(intent.value(), principal);
        if (!intent.agent().isEmpty()) {
            request.agent(intent.agent());
        }
        for (Binding binding : bindings) {
            Object value = arguments[binding.index];
            Object given = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (given != null) {
                bind(request, binding, given);
            }
        }
        return request.build();
    }

    private void bind(TaskRequest.Builder request, Binding binding, Object value) {
        if (binding.name == null) {
            request.statement(text(value));
        } else if (binding.fromModel) {
            request.modelParameter(binding.name, plain(binding.name, value));
        } else {
            request.parameter(binding.name, plain(binding.name, value));
        }
    }

    private String text(Object value) {
        if (value instanceof CharSequence words) {
            return words.toString();
        }
        throw new IllegalStateException(
                shown() + ": @TaskStatement is on a " + value.getClass().getSimpleName() + ", expected text");
    }

    /** What a policy can compare. Anything else would be compared by its {@code toString}, whatever that is. */
    private Object plain(String name, Object value) {
        if (value instanceof CharSequence text) {
            return text.toString();
        }
        if (value instanceof Number || value instanceof Boolean) {
            return value;
        }
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .map(each -> plain(name, Objects.requireNonNull(each, name)))
                    .toList();
        }
        throw new IllegalStateException(shown() + ": the parameter " + name + " is a "
                + value.getClass().getSimpleName() + ", expected text, a number, true or false, or a list of these");
    }

    private String shown() {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    /** @param name null for the statement */
    private record Binding(int index, @Nullable String name, boolean fromModel) {}
}
