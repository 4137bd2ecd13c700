/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import com.nimbusds.jose.Algorithm;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import org.jspecify.annotations.Nullable;

/** A signer and the one algorithm it is used with. */
record SigningKey(JWSSigner signer, JWSAlgorithm algorithm) {
    static SigningKey of(JWK jwk) {
        PrivateKey key = privatePart(jwk);
        if (key == null) {
            throw new IllegalArgumentException("expected a JWK with its private part");
        }
        SigningKey found = of(key);
        Algorithm wanted = jwk.getAlgorithm();
        JWSAlgorithm algorithm = wanted == null ? found.algorithm : JWSAlgorithm.parse(wanted.getName());
        if (!found.signer.supportedJWSAlgorithms().contains(algorithm)) {
            throw new IllegalArgumentException("expected a JWK whose alg goes with its key");
        }
        return new SigningKey(found.signer, algorithm);
    }

    /** A key that may not leave its device signs there, by the key store's provider. */
    static SigningKey of(StoredKey stored) {
        if (stored.provider() == null) {
            return of(stored.key());
        }
        try {
            SigningKey found = stored.certificate().getPublicKey() instanceof ECPublicKey ec
                    ? ec(new ECDSASigner(stored.key(), Curve.forECParameterSpec(ec.getParams())))
                    : rsa(stored.key());
            found.signer.getJCAContext().setProvider(stored.provider());
            return found;
        } catch (JOSEException | RuntimeException e) {
            throw refused(stored.key());
        }
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
            return key instanceof ECPrivateKey ec ? ec(new ECDSASigner(ec)) : rsa(key);
        } catch (JOSEException | RuntimeException e) {
            throw refused(key);
        }
    }

    /** Without cause: nothing of the key may be shown. */
    private static IllegalArgumentException refused(PrivateKey key) {
        return new IllegalArgumentException("expected an EC key on P-256, P-384 or P-521, or an RSA key of at least"
                + " 2048 bits, found " + key.getAlgorithm());
    }

    private static SigningKey ec(ECDSASigner signer) {
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
