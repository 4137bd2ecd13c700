/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A task of the process that calls, as a verified credential names it.
 *
 * @param agent null for the task that calls: there it is the actor of the credential
 */
public record CallingTask(
        String id, String intent, @Nullable String agent) {
    public CallingTask {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(intent, "intent");
    }
}
