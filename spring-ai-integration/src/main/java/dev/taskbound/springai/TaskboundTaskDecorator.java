/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import org.springframework.core.task.TaskDecorator;

/**
 * Takes the task, the OpenTelemetry context and the {@code Authentication} of the thread that submits work to the thread
 * that does it, for {@code @Async} and every other use of the application's task executor. Work that is submitted without
 * a task is left as it is.
 */
public final class TaskboundTaskDecorator implements TaskDecorator {

    @Override
    public Runnable decorate(Runnable work) {
        Invocation submitted = Invocation.capture(null);
        if (submitted.task() == null) {
            return work;
        }
        return () -> {
            try (Entered entered = submitted.enter()) {
                work.run();
            }
        };
    }
}
