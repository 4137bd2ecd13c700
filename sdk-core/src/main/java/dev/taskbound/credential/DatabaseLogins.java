/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.concurrent.CompletionStage;

/**
 * Issues logins to this process itself, not to a call: for the administrator of a database, whose password is to live for
 * a short time too. Thread-safe.
 */
public interface DatabaseLogins {
    /** Another login. Fails with {@link CredentialException}, within some seconds. */
    CompletionStage<DatabaseLogin> next();

    /** A login is of no more use, before its time; by default it lives its seconds out. Must not fail and must not wait. */
    default void giveBack(DatabaseLogin login) {
        // Not every issuer can end what it has issued.
    }
}
