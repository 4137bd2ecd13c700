/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

/** The outbox of tokens that are out cannot be opened, and without it a crash would leave them to expire. */
final class RevocationOutboxException extends RuntimeException {
    static final String ACTION =
            "Let taskbound.revocation-outbox.file name a file for this process alone in a directory that"
                    + " exists, and set one of taskbound.revocation-outbox.key and taskbound.revocation-outbox.key-file to the key"
                    + " that it was begun with (openssl rand -base64 32).";

    private static final long serialVersionUID = 1L;

    RevocationOutboxException(String what) {
        super("taskbound.revocation-outbox.file is set, and the outbox cannot be opened: " + what);
    }
}
