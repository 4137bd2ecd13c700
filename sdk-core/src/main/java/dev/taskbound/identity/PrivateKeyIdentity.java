/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import static java.util.Objects.requireNonNull;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Secret;
import java.security.PrivateKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;

/** Client assertions signed with a private key (RFC 7523, 3). */
final class PrivateKeyIdentity implements WorkloadIdentity {
    private static final Duration LIFE = Duration.ofSeconds(60);

    private final SigningKey key;
    private final String keyId;
    private final Clock clock;

    private PrivateKeyIdentity(SigningKey key, String keyId, Clock clock) {
        this.key = key;
        this.keyId = keyId;
        this.clock = clock;
    }

    static PrivateKeyIdentity of(PrivateKey key, String keyId, Clock clock) {
        return new PrivateKeyIdentity(SigningKey.of(requireNonNull(key, "key")), requireNonNull(keyId, "keyId"), clock);
    }

    static PrivateKeyIdentity of(StoredKey key, String keyId, Clock clock) {
        return new PrivateKeyIdentity(SigningKey.of(key), requireNonNull(keyId, "keyId"), clock);
    }

    static PrivateKeyIdentity of(Secret text, Clock clock) {
        JWK jwk = parse(text);
        if (jwk.getKeyID() == null) {
            throw new IllegalArgumentException("expected a JWK with a kid");
        }
        return new PrivateKeyIdentity(SigningKey.of(jwk), jwk.getKeyID(), clock);
    }

    private static JWK parse(Secret text) {
        try {
            return JWK.parse(text.reveal());
        } catch (ParseException | RuntimeException e) {
            // Without cause: the parser's message may quote the key.
            throw new IllegalArgumentException("expected a private JWK");
        }
    }

    @Override
    public ClientAssertion assertion(String client, String audience) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(requireNonNull(client, "client"))
                .subject(client)
                .audience(requireNonNull(audience, "audience"))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .jwtID(UUID.randomUUID().toString())
                .build();
        return new ClientAssertion(ClientAssertion.JWT_BEARER, Secret.of(sign(claims)));
    }

    private String sign(JWTClaimsSet claims) {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(key.algorithm()).keyID(keyId).build(), claims);
        try {
            jwt.sign(key.signer());
        } catch (JOSEException e) {
            throw new IllegalStateException("the key " + keyId + " could not sign");
        }
        return jwt.serialize();
    }

    /** Names the key; nothing of it is shown. */
    @Override
    public String toString() {
        return "WorkloadIdentity[key " + keyId + "]";
    }
}
