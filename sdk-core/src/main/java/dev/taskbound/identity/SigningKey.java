/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.jspecify.annotations.Nullable;

/** A signer and the one algorithm it is used with. */
record SigningKey(JWSSigner signer, JWSAlgorithm algorithm) {
    static SigningKey of(JWK jwk) {
        PrivateKey key = privatePart(jwk);
        if (key == null) {
            throw new IllegalArgumentException("expected a JWK with its private part");
        }
        return of(key);
    }

    private static @Nullable PrivateKey privatePart(JWK jwk) {
        try {
            return jwk instanceof AsymmetricJWK pair ? pair.toPrivateKey() : null;
        } catch (JOSEException | RuntimeException e) {
            return null;
        }
    }

    static SigningKey of(PrivateKey key) {
        try {
            return key instanceof ECPrivateKey ec ? ec(ec) : rsa(key);
        } catch (JOSEException | RuntimeException e) {
            // Without cause: nothing of the key may be shown.
            throw new IllegalArgumentException("expected an EC key on P-256, P-384 or P-521, or an RSA key of at least"
                    + " 2048 bits, found " + key.getAlgorithm());
        }
    }

    private static SigningKey ec(ECPrivateKey key) throws JOSEException {
        ECDSASigner signer = new ECDSASigner(key);
        JWSAlgorithm algorithm = signer.supportedECDSAAlgorithm();
        if (algorithm.equals(JWSAlgorithm.ES256K)) {
            throw new IllegalArgumentException("secp256k1");
        }
        return new SigningKey(signer, algorithm);
    }

    private static SigningKey rsa(PrivateKey key) {
        return new SigningKey(new RSASSASigner(key), JWSAlgorithm.RS256);
    }

    /** Names the algorithm; nothing of the key is shown. */
    @Override
    public String toString() {
        return "SigningKey[" + algorithm + "]";
    }
}
