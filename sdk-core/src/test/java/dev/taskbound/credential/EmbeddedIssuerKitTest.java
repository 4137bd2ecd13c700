/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

class EmbeddedIssuerKitTest extends CredentialSourceKit {
    @Override
    protected CredentialSource source() {
        return EmbeddedIssuer.create();
    }

    @Override
    protected CredentialRequest refusedRequest() {
        return CallRequests.at(CallRequests.payments("pay.example.com"));
    }
}
