/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import java.io.IOException;
import java.nio.file.Path;

/** The audit log cannot be opened, and without it nothing may run. */
final class AuditFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AuditFileException(Path file, IOException cause) {
        super(
                "the audit log " + file.toAbsolutePath() + " cannot be opened: "
                        + cause.getClass().getSimpleName() + ": " + cause.getMessage(),
                cause);
    }
}
