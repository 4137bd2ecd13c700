/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import dev.taskbound.Secret;
import java.security.KeyStore;

/** A certificate that is presented in TLS. */
final class CertificateIdentity implements WorkloadIdentity {
    private final ClientCertificate certificate;

    private CertificateIdentity(ClientCertificate certificate) {
        this.certificate = certificate;
    }

    static CertificateIdentity of(KeyStore store, Secret password) {
        StoredKey.only(store, password);
        return new CertificateIdentity(new ClientCertificate(store, password));
    }

    @Override
    public ClientAuthentication authentication(String client, String audience) {
        return certificate;
    }

    @Override
    public ClientAssertion assertion(String client, String audience) {
        throw new IllegalStateException("a TLS client certificate signs no assertion");
    }

    @Override
    public String toString() {
        return "WorkloadIdentity[TLS client certificate]";
    }
}
