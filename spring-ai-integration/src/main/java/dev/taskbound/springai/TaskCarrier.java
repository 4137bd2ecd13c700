/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.guard.TaskScope;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * Carries the task of a thread wherever Micrometer's context propagation goes: Reactor (with
 * {@code spring.reactor.context-propagation=auto}), {@code ContextPropagatingTaskDecorator}. Found by
 * {@link java.util.ServiceLoader}. It does not touch the OpenTelemetry context of the other thread, whose scopes would
 * then be closed out of order: tools find the carried task, {@link TaskScope#current()} does not.
 */
public final class TaskCarrier implements ThreadLocalAccessor<TaskCarrier.Carried> {
    /** The key in a Reactor context. */
    public static final String KEY = "taskbound.task";

    private static final ThreadLocal<Carried> CARRIED = new ThreadLocal<>();

    /**
     * What is carried.
     *
     * @param context the OpenTelemetry context in which the task was current
     */
    public record Carried(TaskScope task, Context context) {}

    /** What was carried to this thread, or null. */
    static @Nullable Carried carried() {
        return CARRIED.get();
    }

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable Carried getValue() {
        return TaskScope.current()
                .map(task -> new Carried(task, Context.current()))
                .orElseGet(CARRIED::get);
    }

    @Override
    public void setValue(Carried value) {
        CARRIED.set(value);
    }

    @Override
    public void setValue() {
        CARRIED.remove();
    }
}
