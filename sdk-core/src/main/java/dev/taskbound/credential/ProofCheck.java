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
import com.nimbusds.jose.jwk.RSAKey;
import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.internal.net.ExpiringIds;
import java.net.URI;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a proof of possession: RFC 9449, 4.3. Each proof is accepted once, within a minute of when it was made. Messages
 * hold nothing of it. Thread-safe.
 */
final class ProofCheck {
    static final String ALGORITHMS = "ES256 PS256 RS256";

    private static final Set<JWSAlgorithm> ALLOWED = Set.of(JWSAlgorithm.ES256, JWSAlgorithm.PS256, JWSAlgorithm.RS256);
    private static final Duration OLDEST = Duration.ofSeconds(60);
    private static final int MOST_SEEN = 100_000;
    private static final int LONGEST = 8 * 1024;
    private static final int LONGEST_ID = 256;
    private static final int SMALLEST_RSA_KEY = 2048;
    private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

    private final ExpiringIds seen;
    private final Clock clock;

    ProofCheck(Clock clock) {
        this.clock = clock;
        this.seen = new ExpiringIds(MOST_SEEN, clock);
    }

    /**
     * @param proof the one value of the header
     * @param jkt what the token says of the key
     */
    void require(String proof, PresentedRequest request, String token, String jkt) {
        JWSObject jws = parse(proof);
        JWK key = key(jws.getHeader());
        holds(jkt.equals(thumbprint(key)), "the key that the token is bound to");
        holds(isSignedBy(jws, key), "a signature by its own key");
        Map<String, @Nullable Object> claims = json(jws.getPayload().toString());
        holds(request.method().equals(claims.get("htm")), "an htm of the request's method");
        holds(isTarget(claims.get("htu"), request.target()), "an htu of the request's address");
        holds(Hashes.base64Sha256(token).equals(claims.get("ath")), "an ath of the token");
        requireNew(claims, jkt);
    }

    private static JWSObject parse(String proof) {
        holds(proof.length() <= LONGEST && COMPACT.matcher(proof).matches(), "a signed JWT");
        try {
            JWSObject jws = JWSObject.parse(proof);
            JWSHeader header = jws.getHeader();
            json(header.toBase64URL().decodeToString());
            holds(
                    header.getType() != null
                            && header.getType()
                                    .getType()
                                    .toLowerCase(Locale.ROOT)
                                    .equals("dpop+jwt"),
                    "a typ of dpop+jwt");
            holds(ALLOWED.contains(header.getAlgorithm()), "an algorithm of " + ALGORITHMS);
            holds(header.getCriticalParams() == null, "no critical header parameters");
            return jws;
        } catch (ParseException e) {
            // Without cause: the library's messages quote what it reads.
            throw bad("a signed JWT");
        }
    }

    private static JWK key(JWSHeader header) {
        JWK key = header.getJWK();
        if (key == null || key.isPrivate() || !(key instanceof ECKey || key instanceof RSAKey)) {
            throw bad("a public key of its own");
        }
        return key;
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw bad("a public key of its own");
        }
    }

    private static boolean isSignedBy(JWSObject jws, JWK key) {
        try {
            JWSVerifier verifier = key instanceof ECKey ec ? new ECDSAVerifier(ec) : new RSASSAVerifier((RSAKey) key);
            return (!(key instanceof RSAKey rsa) || rsa.size() >= SMALLEST_RSA_KEY)
                    && verifier.supportedJWSAlgorithms()
                            .contains(jws.getHeader().getAlgorithm())
                    && jws.verify(verifier);
        } catch (JOSEException | RuntimeException e) {
            return false;
        }
    }

    /** Without query and fragment, after syntax- and scheme-based normalisation (RFC 3986, 6.2.2 and 6.2.3). */
    private static boolean isTarget(@Nullable Object htu, URI target) {
        try {
            return htu instanceof String text && normal(URI.create(text)).equals(normal(target));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String normal(URI uri) {
        if (uri.getScheme() == null || uri.getHost() == null) {
            throw new IllegalArgumentException("not an address");
        }
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int standard = scheme.equals("https") ? 443 : 80;
        int port = uri.getPort() < 0 ? standard : uri.getPort();
        String path = uri.normalize().getRawPath();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + ":" + port + (path.isEmpty() ? "/" : path);
    }

    private void requireNew(Map<String, @Nullable Object> claims, String jkt) {
        Instant now = clock.instant();
        Instant made = madeAt(claims);
        holds(!made.isAfter(now.plus(VerifiedJwt.SKEW)) && made.isAfter(now.minus(OLDEST)), "an iat of just now");
        boolean hasId = claims.get("jti") instanceof String id && !id.isEmpty() && id.length() <= LONGEST_ID;
        holds(hasId, "a jti");
        Instant forgotten = made.plus(OLDEST).plus(VerifiedJwt.SKEW);
        switch (seen.add(jkt + " " + claims.get("jti"), forgotten)) {
            case KNOWN -> throw bad("a proof not used before");
            case FULL ->
                throw new CredentialRefusedException(Reason.UNAVAILABLE, "expected at most " + MOST_SEEN + " proofs");
            default -> {}
        }
    }

    private static Instant madeAt(Map<String, @Nullable Object> claims) {
        try {
            return new VerifiedJwt(claims, "").time("iat").orElseThrow(() -> bad("an iat"));
        } catch (CredentialRefusedException e) {
            throw bad("an iat");
        }
    }

    private static Map<String, @Nullable Object> json(String text) {
        try {
            return StrictJson.parseObject(text, JsonLimits.ARGUMENTS);
        } catch (JsonRefusedException e) {
            throw bad("strict JSON");
        }
    }

    private static void holds(boolean holds, String expected) {
        if (!holds) {
            throw bad(expected);
        }
    }

    private static CredentialRefusedException bad(String expected) {
        return new CredentialRefusedException(Reason.BAD_PROOF, "proof: expected " + expected);
    }
}
