/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ToolCallDeniedException;
import java.io.IOException;

/** Carries a refusal through OkHttp, which hands nothing but an {@code IOException} to a callback. */
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private final ToolCallDeniedException denied;

    RefusedException(ToolCallDeniedException denied) {
        super(denied.getMessage(), denied);
        this.denied = denied;
    }

    ToolCallDeniedException denied() {
        return denied;
    }
}
