/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import dev.taskbound.Secret;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.time.Clock;

/**
 * Proves to an authorization server what this process is. Thread-safe. May read a file or use a key; must not wait for
 * a network.
 */
public interface WorkloadIdentity {
    /**
     * A fresh client assertion (RFC 7523, 2.2 and 3): asked for anew for every request, retries included, because servers
     * refuse an assertion they have seen. One that is presented as an {@code actor_token} is presented for up to 30
     * seconds, and not in its last ten.
     *
     * @param client the OAuth client id; the agent's name where the assertion is to be an {@code actor_token}
     * @param audience the authorization server's issuer identifier
     * @throws IllegalStateException if no proof can be given now; the message holds no secret
     */
    ClientAssertion assertion(String client, String audience);

    /**
     * How the client authenticates itself at this server: with a fresh {@link #assertion} unless the identity has another
     * way. Asked for anew for every request.
     *
     * @param client the OAuth client id
     * @param audience the authorization server's issuer identifier
     * @throws IllegalStateException if no proof can be given now; the message holds no secret
     */
    default ClientAuthentication authentication(String client, String audience) {
        return assertion(client, audience);
    }

    /**
     * Proof by a key ({@code private_key_jwt}): each assertion has {@code iss} and {@code sub} of the client, lives for a
     * minute and has a {@code jti} of its own. EC keys sign with ES256, ES384 or ES512 as their curve says, RSA keys of
     * at least 2048 bits with RS256.
     *
     * @param keyId the {@code kid} under which the server knows the public key
     * @throws IllegalArgumentException if the key is of another kind
     */
    static WorkloadIdentity privateKey(PrivateKey key, String keyId) {
        return PrivateKeyIdentity.of(key, keyId, Clock.systemUTC());
    }

    /**
     * The same from a file: one unencrypted PKCS #8 key in PEM (RFC 7468, 10), read once, now.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else
     */
    static WorkloadIdentity privateKey(Path pem, String keyId) {
        return PrivateKeyIdentity.of(PemKey.read(pem), keyId, Clock.systemUTC());
    }

    /**
     * The same from a PKCS #12 file (RFC 7292) with one private key and its certificate, read once, now.
     *
     * @param password of the file and the key
     * @throws IllegalArgumentException if the file cannot be read or holds something else
     */
    static WorkloadIdentity privateKey(Path pkcs12, Secret password, String keyId) {
        return PrivateKeyIdentity.of(StoredKey.ofFile(pkcs12, password), keyId, Clock.systemUTC());
    }

    /**
     * The same from a loaded key store of any JCA provider. A key that does not leave its device, such as a PKCS #11
     * token's, signs there.
     *
     * @param password of the key; what it is for a device is the provider's choice, often empty
     * @throws IllegalArgumentException if there is no private key with its certificate under this alias
     */
    static WorkloadIdentity privateKey(KeyStore store, String alias, Secret password, String keyId) {
        return PrivateKeyIdentity.of(StoredKey.of(store, alias, password), keyId, Clock.systemUTC());
    }

    /**
     * The same from a JWK (RFC 7517, 4) with its private part and a {@code kid}; its {@code alg}, if it has one, is used.
     *
     * @throws IllegalArgumentException if the text is something else
     */
    static WorkloadIdentity privateKey(Secret jwk) {
        return PrivateKeyIdentity.of(jwk, Clock.systemUTC());
    }

    /**
     * Proof by a token that the platform puts into a file, such as a projected Kubernetes service account token. The file
     * is read anew each time, because the platform replaces it. What the token says, its {@code sub} and {@code aud}
     * among it, is the platform's choice.
     */
    static WorkloadIdentity projectedToken(Path file) {
        return new ProjectedTokenIdentity(file);
    }

    /**
     * Proof by a certificate presented in TLS to the authorization server ({@code tls_client_auth}, RFC 8705, 2). It signs
     * no assertions: a token exchange with it needs a server that {@code ignores: [actor_token]} or {@code actor: token}.
     *
     * @param store holds exactly one private key, with its certificate chain
     * @param password of that key
     * @throws IllegalArgumentException if it holds something else
     */
    static WorkloadIdentity clientCertificate(KeyStore store, Secret password) {
        return CertificateIdentity.of(store, password);
    }

    /**
     * The same from a PKCS #12 file, read once, now.
     *
     * @throws IllegalArgumentException if the file cannot be read or holds something else
     */
    static WorkloadIdentity clientCertificate(Path pkcs12, Secret password) {
        return CertificateIdentity.of(StoredKey.load(pkcs12, password), password);
    }

    /** Proof by a shared secret (RFC 6749, 2.3.1), for development only: says so in the log. It signs no assertions. */
    static WorkloadIdentity clientSecret(Secret secret) {
        return ClientSecretIdentity.of(secret);
    }
}
