/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.taskbound.guard.TaskScope;
import java.util.Optional;

/**
 * Names the task of the calling thread, for applications that keep it somewhere of their own; found by
 * {@link java.util.ServiceLoader}. It is asked on the thread that calls the AI service, after
 * {@link TaskboundParameters} and the OpenTelemetry context had none. It must answer from what the application itself
 * has opened: never from a header, a message or anything else that came from outside. What it throws ends the
 * invocation. Must be thread-safe.
 */
@FunctionalInterface
public interface TaskProvider {
    Optional<TaskScope> current();
}
