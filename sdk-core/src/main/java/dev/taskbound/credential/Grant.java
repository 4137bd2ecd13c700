/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

/** One way to ask a token endpoint: what it adds to the request, and what it expects of the answer beyond the common. */
interface Grant {
    /** @throws CredentialException if the request lacks something; asked before anything goes over the network */
    void requireAskable(CredentialRequest request);

    /** Whether it tells the server who acts. */
    default boolean presentsActor() {
        return false;
    }

    void addTo(TokenForm form, TokenWish wish);

    void check(CredentialCheck check, TokenWish wish);
}
