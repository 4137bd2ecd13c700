/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;

/** A part of the guard failed, with the code that this failure denies with, whatever step it was used in. */
final class PartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    PartFailure(ReasonCode reason, Throwable cause) {
        super(cause.getClass().getName(), cause, false, false);
        this.reason = reason;
    }

    ReasonCode reason() {
        return reason;
    }
}
