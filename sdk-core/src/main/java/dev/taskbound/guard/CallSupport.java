/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.credential.Credential;

/** What a call in progress may ask of the guard. */
interface CallSupport {
    Credential renew(Credential rejected);

    void refused(ReasonCode reason, String detail);
}
