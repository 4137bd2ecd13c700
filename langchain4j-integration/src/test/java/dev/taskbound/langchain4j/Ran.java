/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** How often a tool's body ran, and what it found around it: what a refusal says proves nothing, only this does. */
final class Ran {
    /** Stands for whatever else the caller's context carries, such as its span. */
    static final ContextKey<String> CALLER = ContextKey.named("caller");

    private final List<Sighting> sightings = new CopyOnWriteArrayList<>();

    String hit() {
        return hit("");
    }

    String hit(String arguments) {
        sightings.add(new Sighting(
                Thread.currentThread().getName(),
                arguments,
                TaskScope.current().orElse(null),
                CallContext.current().map(call -> call.tool().key()).orElse(null),
                Context.current().get(CALLER)));
        return "done";
    }

    int times() {
        return sightings.size();
    }

    List<Sighting> sightings() {
        return sightings;
    }

    record Sighting(
            String thread,
            String arguments,
            @Nullable TaskScope task,
            @Nullable String call,
            @Nullable String caller) {}
}
