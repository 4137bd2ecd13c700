/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.identity.ClientCertificate;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collections;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import okhttp3.OkHttpClient;

/** Makes a client that presents a certificate (RFC 8705). Exception texts hold nothing of its key. */
final class TlsIdentity {
    private TlsIdentity() {}

    /** The same client, with the certificate. Whom it trusts stays as it is. */
    static OkHttpClient presenting(OkHttpClient client, ClientCertificate certificate) {
        if (client.x509TrustManager() == null) {
            throw new IllegalStateException("the HTTP client has no trust manager");
        }
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.store(), certificate.password().reveal().toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[] {client.x509TrustManager()}, null);
            return client.newBuilder()
                    .sslSocketFactory(context.getSocketFactory(), client.x509TrustManager())
                    .build();
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    /** The {@code x5t#S256} of the certificate (RFC 8705, 3.1). */
    static String thumbprint(ClientCertificate certificate) {
        try {
            KeyStore store = certificate.store();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias) && store.getCertificate(alias) instanceof X509Certificate found) {
                    return thumbprint(found);
                }
            }
            throw new IllegalStateException("the key store has no certificate");
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    static String thumbprint(X509Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    private static IllegalStateException unusable(GeneralSecurityException e) {
        return new IllegalStateException(
                "the client certificate cannot be used (" + e.getClass().getSimpleName() + ")");
    }
}
