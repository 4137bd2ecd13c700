/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import java.util.Objects;

/** No credential, or none that may be used. The message is for audit and trace: it holds no token and no response body. */
public final class CredentialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;

    public CredentialException(ReasonCode reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public ReasonCode reason() {
        return reason;
    }
}
