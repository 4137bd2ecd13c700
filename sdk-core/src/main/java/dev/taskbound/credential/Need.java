/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import org.jspecify.annotations.Nullable;

/** For whom and for what a credential is, but for the single call. */
record Need(String task, @Nullable String principal, String agent, String tenant, String destination, Action action) {
    static Need of(CredentialRequest request) {
        Principal principal = request.task().principal();
        return new Need(
                request.task().id(),
                principal == null ? null : principal.verifiedBy() + " " + principal.subject(),
                request.task().agent(),
                request.task().tenant(),
                request.destination().name(),
                request.action());
    }
}
