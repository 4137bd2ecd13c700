/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.Objects;

/** A task of the process that calls, as a verified credential names it. */
public record CallingTask(String id, String intent) {
    public CallingTask {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(intent, "intent");
    }
}
