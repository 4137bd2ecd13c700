/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.invocation.InvocationParameters;
import dev.taskbound.guard.TaskScope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands a task to an AI service explicitly, through an {@link InvocationParameters} argument of its method. It comes
 * before any other way in which a task is found.
 *
 * <pre>{@code
 * assistant.chat(message, TaskboundParameters.of(task));
 * }</pre>
 */
public final class TaskboundParameters {
    /** The key under which the {@link TaskScope} itself is kept; nothing else is accepted there. */
    public static final String TASK = "taskbound.task";

    private TaskboundParameters() {}

    /** Parameters with this task and nothing else. */
    public static InvocationParameters of(TaskScope task) {
        return InvocationParameters.from(TASK, requireNonNull(task, "task"));
    }

    static Optional<TaskScope> task(@Nullable InvocationParameters parameters) {
        Object found = parameters == null ? null : parameters.asMap().get(TASK);
        if (found == null) {
            return Optional.empty();
        }
        if (found instanceof TaskScope task) {
            return Optional.of(task);
        }
        throw new IllegalArgumentException("invocation parameter " + TASK + ": expected a TaskScope, found "
                + found.getClass().getName());
    }
}
