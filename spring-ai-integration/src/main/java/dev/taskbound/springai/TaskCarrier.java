/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.guard.TaskScope;
import io.micrometer.context.ThreadLocalAccessor;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
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
    private static final ThreadLocal<@Nullable Begun> BEGUN = new ThreadLocal<>();

    /**
     * What is carried.
     *
     * @param context the OpenTelemetry context in which the task was current
     */
    public record Carried(TaskScope task, Context context) {}

    /**
     * Makes a task current on this thread until the answer is closed, also below an observation that began before it.
     * There {@link TaskScope#makeCurrent} is not enough: Micrometer's bridge to OpenTelemetry (1.5, with Spring Boot 3.5)
     * makes each new observation's context out of that of the one around it, which knows of no task.
     */
    public static Scope makeCurrent(TaskScope task) {
        return makeCurrent(task, task.in(Context.current()));
    }

    static Scope makeCurrent(TaskScope task, Context context) {
        Begun before = BEGUN.get();
        BEGUN.set(new Begun(task, TaskScope.current().orElse(null), before));
        Scope scope = context.makeCurrent();
        return () -> {
            scope.close();
            if (before == null) {
                BEGUN.remove();
            } else {
                BEGUN.set(before);
            }
        };
    }

    /** The task of this thread, also where the OpenTelemetry context has fallen back behind it; null if there is none. */
    static @Nullable TaskScope current() {
        TaskScope own = TaskScope.current().orElse(null);
        Begun begun = BEGUN.get();
        return begun != null && (own == null || begun.isAfter(own)) ? begun.task : own;
    }

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
        TaskScope task = current();
        return task == null ? CARRIED.get() : new Carried(task, task.in(Context.current()));
    }

    @Override
    public void setValue(Carried value) {
        CARRIED.set(value);
    }

    @Override
    public void setValue() {
        CARRIED.remove();
    }

    /**
     * A task that was made current here.
     *
     * @param below the task of the OpenTelemetry context until then
     * @param before what was made current before it and still is
     */
    private record Begun(
            TaskScope task,
            @Nullable TaskScope below,
            @Nullable Begun before) {
        boolean isAfter(TaskScope other) {
            return other == below || (before != null && (before.task == other || before.isAfter(other)));
        }
    }
}
