/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.taskbound.guard.TaskScope;
import java.util.Optional;

/** A provider that ServiceLoader finds: an application that keeps its task in a thread local of its own. */
public final class HeldTask implements TaskProvider {
    static final ThreadLocal<TaskScope> HELD = new ThreadLocal<>();

    @Override
    public Optional<TaskScope> current() {
        return Optional.ofNullable(HELD.get());
    }
}
