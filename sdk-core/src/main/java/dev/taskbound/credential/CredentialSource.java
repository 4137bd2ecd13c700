/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Task;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Issues credentials. Asked once per call, after the permit and after the call's audit record is written. Thread-safe;
 * may answer later and on any thread. A source returns only what it has verified against the request.
 */
public interface CredentialSource {
    /**
     * A credential for exactly this request. The stage fails with {@link CredentialException}; any other failure counts
     * as {@code CREDENTIAL_UNAVAILABLE}.
     */
    CompletionStage<Credential> issue(CredentialRequest request);

    /**
     * Whether it could issue, without asking for a credential: that its server answers, say. The stage fails as that of
     * {@link #issue} would. By default nothing is looked at.
     */
    default CompletionStage<Void> check() {
        return CompletableFuture.completedFuture(null);
    }

    /** Fetches what the first call will need and is no secret, such as the issuer's keys; never a credential. */
    default CompletionStage<Void> warm() {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * A credential of this source must not be handed out again: its destination refused it, or it was revoked. By default
     * as {@link #revoke}, and answers alike.
     */
    default CompletionStage<CredentialEnd> reject(Credential credential) {
        return revoke(credential);
    }

    /**
     * Ends a credential before its time, where the issuer can; by default it lives its seconds out. Asking again is safe.
     * A stage that fails says that it could not be ended and is not tried again: it lives until it expires.
     */
    default CompletionStage<CredentialEnd> revoke(Credential credential) {
        return CompletableFuture.completedFuture(CredentialEnd.EXPIRES);
    }

    /**
     * The call that it was for ended well, and it is of no more use to it. By default as {@link #revoke}; a source whose
     * credentials live for seconds may leave them to expire. It can still be revoked later, and comes without its token
     * then: what ends it must be found by its id.
     */
    default CompletionStage<CredentialEnd> giveBack(Credential credential) {
        return revoke(credential);
    }

    /**
     * A process was killed while this credential was out: ends it, as far as its id is enough for that. Asked when the next
     * guard with the same audit log is built, of credentials that have not expired, and again where it fails until they have.
     * By default it lives its seconds out.
     *
     * @param id as the audit log names it
     */
    default CompletionStage<CredentialEnd> revokeLeft(String id) {
        return CompletableFuture.completedFuture(CredentialEnd.EXPIRES);
    }

    /** The task is over: whatever is kept for it is of no more use. Must not fail and must not wait. */
    default void release(Task task) {
        // Most sources keep nothing.
    }
}
