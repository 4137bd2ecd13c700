/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.credential.CredentialEnd;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A credential that a call got, without what it is good for: never the token.
 *
 * @param id as in {@link dev.taskbound.credential.Credential#id}; empty for one that an issuer was asked for and that has
 *     not come: it is given back when it does
 * @param source the policy's name of its source
 * @param destination the policy's name of the system that accepts it
 * @param task id of the task whose call got it
 * @param expiresAt when it dies by itself, whatever else happens; for one that has not come, the latest possible
 * @param end what became of it; null while it is in use or being ended, and where it could not be ended
 * @param failure why it could not be ended, without secrets; empty if nothing failed
 */
public record IssuedCredential(
        String id,
        String source,
        String destination,
        String task,
        Instant expiresAt,
        @Nullable CredentialEnd end,
        String failure) {
    public IssuedCredential {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(expiresAt, "expiresAt");
        Objects.requireNonNull(failure, "failure");
    }

    /** Whether its issuer has said that it is no good any more. */
    public boolean isDead() {
        return end == CredentialEnd.REVOKED;
    }
}
