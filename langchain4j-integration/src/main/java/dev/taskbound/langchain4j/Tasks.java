/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.invocation.InvocationParameters;
import dev.taskbound.guard.TaskScope;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Finds the task of an invocation: handed over explicitly, else in the OpenTelemetry context, else from a provider. */
final class Tasks {
    private final List<TaskProvider> providers;

    private Tasks(List<TaskProvider> providers) {
        this.providers = providers;
    }

    static Tasks load() {
        return new Tasks(ServiceLoader.load(TaskProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    Optional<TaskScope> find(@Nullable InvocationParameters parameters) {
        return TaskboundParameters.task(parameters).or(TaskScope::current).or(this::provided);
    }

    private Optional<TaskScope> provided() {
        return providers.stream().flatMap(each -> each.current().stream()).findFirst();
    }
}
