/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.taskbound.internal.json.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tokens as an authorization server would sign them, and as an attacker would forge them. */
public final class Tokens {
    public static final String ISSUER = "https://idp.example.com";
    public static final ECKey EC = ec("ec-1");
    public static final RSAKey RSA = rsa("rsa-1", 2048);

    private Tokens() {}

    /** Right in every respect for a request. */
    static Map<String, Object> claims(CredentialRequest request, Instant now) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", "alice");
        claims.put("aud", request.destination().audience());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.getEpochSecond() + 30);
        claims.put("jti", RandomIds.next());
        claims.put("act", Map.of("sub", "support-assistant"));
        claims.put("scope", "payments.refund");
        claims.put("authorization_details", ToolCallDetail.of(request).toJson());
        return claims;
    }

    public static String keySet(JWK... keys) {
        return new JWKSet(List.of(keys)).toString(true);
    }

    public static String es256(Map<String, ?> claims) {
        return sign(header(JWSAlgorithm.ES256, EC.getKeyID()), CanonicalJson.write(claims), EC);
    }

    public static JWSHeader.Builder header(JWSAlgorithm algorithm, String keyId) {
        return new JWSHeader.Builder(algorithm)
                .type(new JOSEObjectType("at+jwt"))
                .keyID(keyId);
    }

    public static String sign(JWSHeader.Builder header, String payload, JWK key) {
        try {
            JWSObject jws = new JWSObject(header.build(), new Payload(payload));
            jws.sign(key instanceof ECKey ec ? new ECDSASigner(ec) : new RSASSASigner((RSAKey) key, true));
            return jws.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With a header as it stands: also one that no library would write. */
    public static String signedAs(String header, String payload, ECKey key) {
        String input = base64(header) + "." + base64(payload);
        try {
            return input + "."
                    + new ECDSASigner(key)
                            .sign(new JWSHeader(JWSAlgorithm.ES256), input.getBytes(StandardCharsets.US_ASCII));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signed with HMAC, the secret being some public text (RFC 8725, 2.1). */
    public static String hs256(Map<String, ?> claims, String keyId, byte[] secret) throws JOSEException {
        JWSObject jws =
                new JWSObject(header(JWSAlgorithm.HS256, keyId).build(), new Payload(CanonicalJson.write(claims)));
        jws.sign(new MACSigner(secret));
        return jws.serialize();
    }

    /** Unsigned (RFC 7519, 6). */
    public static String none(Map<String, ?> claims) {
        return base64("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + base64(CanonicalJson.write(claims)) + ".";
    }

    public static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    public static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
