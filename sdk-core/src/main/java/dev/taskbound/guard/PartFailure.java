/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;

/** A part of the guard failed or did not answer in time; the code is the one that this denies with. */
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
