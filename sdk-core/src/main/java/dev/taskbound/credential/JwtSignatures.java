/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.RSAKey;
import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the signature of a JWT access token, and nothing else about it. Only asymmetric algorithms are accepted, each
 * only with a key of its own kind (RFC 8725, 3.1 and 3.2); keys and key addresses that the token itself names are
 * ignored. Thread-safe.
 */
final class JwtSignatures {
    private static final int LONGEST_TOKEN = 32 * 1024;
    private static final int SMALLEST_RSA_KEY = 2048;
    private static final int LARGEST_RSA_KEY = 16_384;
    private static final int LONGEST_EXPONENT = 64;
    // The library skips characters that base64url does not have.
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    private static final Set<JWSAlgorithm> ALLOWED = Set.of(
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512);

    /** RFC 9068, 2.1 wants at+jwt; common servers send JWT or nothing. Other types are other things. */
    static final Set<String> ACCESS_TOKEN = Set.of("at+jwt", "application/at+jwt", "jwt");

    /** OpenID Connect Core 1.0, 2; an access token is no ID token. */
    static final Set<String> ID_TOKEN = Set.of("jwt");

    /** draft-ietf-oauth-transaction-tokens-10, 5.1. */
    static final String TRANSACTION_TOKEN = "txntoken+jwt";

    private final IssuerKeys keys;
    private final Set<String> types;

    /** @param types what may stand in {@code typ}, lower case */
    JwtSignatures(IssuerKeys keys, Set<String> types) {
        this.keys = keys;
        this.types = types;
    }

    /** Fails with {@link CredentialRefusedException}, or with what the keys fail with. */
    CompletableFuture<VerifiedJwt> verify(String token) {
        JWSObject jws;
        try {
            jws = parse(token);
        } catch (CredentialRefusedException e) {
            return CompletableFuture.failedFuture(e);
        }
        return keys.find(JWKMatcher.forJWSHeader(jws.getHeader())).thenApply(found -> verified(jws, found));
    }

    private JWSObject parse(String token) {
        requireForm(token.length() <= LONGEST_TOKEN, "at most " + LONGEST_TOKEN + " characters");
        requireForm(COMPACT.matcher(token).matches(), "a signed JWT");
        JWSObject jws = split(token);
        JWSHeader header = jws.getHeader();
        // Read a second time because the library's reader is not as strict.
        json(header.toBase64URL().decodeToString(), "header");
        requireForm(ALLOWED.contains(header.getAlgorithm()), "an algorithm of " + ALLOWED);
        requireForm(header.getCriticalParams() == null, "no critical header parameters");
        requireForm(isOfType(header), "a typ of " + types);
        return jws;
    }

    private static JWSObject split(String token) {
        try {
            return JWSObject.parse(token);
        } catch (ParseException | RuntimeException e) {
            // Without cause: the library's messages quote the token.
            throw new CredentialRefusedException(Reason.MALFORMED, "expected a signed JWT");
        }
    }

    private boolean isOfType(JWSHeader header) {
        // A header without typ is that of a plain JWT.
        return types.contains(
                header.getType() == null ? "jwt" : header.getType().getType().toLowerCase(Locale.ROOT));
    }

    private static VerifiedJwt verified(JWSObject jws, List<JWK> candidates) {
        if (candidates.stream().noneMatch(key -> isSignedBy(jws, key))) {
            throw new CredentialRefusedException(
                    Reason.BAD_SIGNATURE,
                    "expected a signature by a key of the issuer, which has " + candidates.size()
                            + " of that id and kind");
        }
        return new VerifiedJwt(
                json(jws.getPayload().toString(), "payload"),
                new String(jws.getSigningInput(), StandardCharsets.US_ASCII));
    }

    private static boolean isSignedBy(JWSObject jws, JWK key) {
        try {
            JWSVerifier verifier = verifier(key);
            return verifier != null
                    && verifier.supportedJWSAlgorithms()
                            .contains(jws.getHeader().getAlgorithm())
                    && verifier.verify(jws.getHeader(), jws.getSigningInput(), jws.getSignature());
        } catch (JOSEException e) {
            return false;
        }
    }

    /** RFC 7517, 4.3. Some servers say of a public key what its private part is for. */
    private static boolean isForSignatures(JWK key) {
        Set<KeyOperation> operations = key.getKeyOperations();
        return operations == null || operations.contains(KeyOperation.VERIFY) || operations.contains(KeyOperation.SIGN);
    }

    private static @Nullable JWSVerifier verifier(JWK key) throws JOSEException {
        if (!isForSignatures(key)) {
            return null;
        }
        if (key instanceof ECKey ec) {
            return new ECDSAVerifier(ec);
        }
        return key instanceof RSAKey rsa && isUsable(rsa) ? new RSASSAVerifier(rsa) : null;
    }

    /** What a signature takes to be verified grows with both. */
    private static boolean isUsable(RSAKey key) {
        int bits = key.size();
        return bits >= SMALLEST_RSA_KEY
                && bits <= LARGEST_RSA_KEY
                && key.getPublicExponent().decodeToBigInteger().bitLength() <= LONGEST_EXPONENT;
    }

    private static Map<String, @Nullable Object> json(String text, String part) {
        try {
            return StrictJson.parseObject(text, JsonLimits.ARGUMENTS);
        } catch (JsonRefusedException e) {
            throw new CredentialRefusedException(Reason.MALFORMED, part + ": " + e.getMessage());
        }
    }

    private static void requireForm(boolean holds, String expected) {
        if (!holds) {
            throw new CredentialRefusedException(Reason.MALFORMED, "expected " + expected);
        }
    }
}
