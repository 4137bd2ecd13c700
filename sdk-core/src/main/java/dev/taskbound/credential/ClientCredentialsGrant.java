/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

/** The client's own access (RFC 6749, 4.4): the credential says nothing of the principal. */
final class ClientCredentialsGrant implements Grant {
    @Override
    public void requireAskable(CredentialRequest request) {
        // Nothing is needed but the client itself.
    }

    @Override
    public void addTo(TokenForm form, TokenWish wish) {
        form.add("grant_type", "client_credentials");
    }

    @Override
    public void check(CredentialCheck check, TokenWish wish) {
        // The subject is whatever the server calls the client, so there is nothing to compare.
    }
}
