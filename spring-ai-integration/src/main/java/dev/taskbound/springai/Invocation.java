/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.guard.TaskScope;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What is known on the thread that asks a model and would be lost on the one that runs its tools.
 *
 * @param task null where none was found: every call is then denied
 * @param explicit whether the application handed the task over itself
 * @param context the caller's OpenTelemetry context
 */
record Invocation(@Nullable TaskScope task, boolean explicit, Context context, CallerSecurity security) {
    private static final ContextKey<Invocation> KEY = ContextKey.named("taskbound-spring-ai-invocation");

    /** @param handedOver comes before the task of this thread; null where the application handed over none */
    static Invocation capture(@Nullable TaskScope handedOver) {
        if (handedOver != null) {
            return new Invocation(handedOver, true, Context.current(), CallerSecurity.capture());
        }
        TaskScope own = TaskCarrier.current();
        if (own != null) {
            return new Invocation(own, false, Context.current(), CallerSecurity.capture());
        }
        Invocation running = Context.current().get(KEY);
        if (running != null && running.task != null) {
            return running;
        }
        TaskCarrier.Carried carried = TaskCarrier.carried();
        return carried == null
                ? new Invocation(null, false, Context.current(), CallerSecurity.capture())
                : new Invocation(carried.task(), false, carried.context(), CallerSecurity.capture());
    }

    /** The given context, for tools that nobody captured an invocation for. */
    Context in(Context current) {
        return current.with(KEY, this);
    }

    /**
     * The invocation that counts for a call on this thread. A task that is current here was made so later than this one
     * was captured, by whoever runs the tools; only what the application handed over itself comes before it.
     */
    Invocation here() {
        TaskScope own = TaskCarrier.current();
        boolean keep = explicit || (task != null && (own == null || own == task));
        return keep ? this : capture(null);
    }

    /** Makes task, context and authentication current on this thread, below the span that is current here. */
    Entered enter() {
        Context entered = toEnter(Context.current());
        Scope scope = task == null ? entered.makeCurrent() : TaskCarrier.makeCurrent(task, entered);
        Entered authenticated = security.enter();
        return () -> {
            authenticated.close();
            scope.close();
        };
    }

    private Context toEnter(Context now) {
        if (task == null || TaskScope.current().filter(task::equals).isPresent()) {
            return now;
        }
        Span surrounding = Span.fromContext(now);
        Context captured = task.in(context);
        return surrounding.getSpanContext().isValid() ? captured.with(surrounding) : captured;
    }

    boolean asksForPurpose() {
        return task != null && task.asksForPurpose();
    }

    /** Whether a model need not be shown the tool: this invocation could never call it. */
    boolean couldNotCall(String toolKey) {
        return task == null || !task.couldCall(toolKey);
    }
}
