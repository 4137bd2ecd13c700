/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * What is known on the thread that calls an AI service and would be lost on the one that runs its tools.
 *
 * @param task null where none was found: every call is then denied
 * @param context the caller's OpenTelemetry context
 */
record Invocation(@Nullable TaskScope task, Context context) {

    static Invocation capture(Tasks tasks, @Nullable InvocationContext invocation) {
        InvocationParameters parameters = invocation == null ? null : invocation.invocationParameters();
        return new Invocation(tasks.find(parameters).orElse(null), Context.current());
    }

    /**
     * What is to be current while something of this invocation runs on this thread. A thread whose own context carries the
     * task already keeps it: it may have come further than the captured one.
     */
    Context toEnter() {
        if (task == null) {
            return context;
        }
        return TaskScope.current().filter(task::equals).isPresent() ? Context.current() : task.in(context);
    }

    boolean asksForPurpose() {
        return task != null && task.asksForPurpose();
    }
}
