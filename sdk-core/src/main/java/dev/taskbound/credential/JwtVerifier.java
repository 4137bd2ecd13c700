/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.internal.net.Loopback;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import okhttp3.OkHttpClient;

/**
 * Verifies that an issuer signed a JWT of one type, and nothing else about it: for statements that are no credentials, such
 * as security events.
 *
 * <p>Guaranteed: an asymmetric signature (ES, PS or RS 256 to 512) by one of the issuer's keys, of the kind that its
 * algorithm wants; the type in {@code typ}; no critical header; header and claims in strict JSON; at most 32 KiB. Keys and
 * key addresses that the token itself names ({@code jwk}, {@code jku}, {@code x5c}) are ignored. Thread-safe. Blocks only
 * when keys are fetched, 10 s at the longest.
 */
public final class JwtVerifier {
    private final JwtSignatures signatures;
    private final String keysOf;

    private JwtVerifier(IssuerKeys keys, String keysOf, String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        this.signatures = new JwtSignatures(keys, Set.of(lower, "application/" + lower));
        this.keysOf = keysOf;
    }

    /**
     * With keys that are known.
     *
     * @param keySet a JWK set (RFC 7517, 5) as JSON text
     * @param type what stands in {@code typ}, such as {@code secevent+jwt}
     */
    public static JwtVerifier of(String keySet, String type) {
        return new JwtVerifier(new FixedKeys(JwkSets.parse(requireNonNull(keySet, "keySet"))), "the issuer", type);
    }

    /**
     * With keys that the issuer publishes. They are fetched when first needed, kept for 10 minutes, and fetched anew at once
     * for a key id not seen before, but then not again for 30 seconds.
     *
     * @param keySet the {@code jwks_uri}: HTTPS, or HTTP on loopback
     * @param type what stands in {@code typ}, such as {@code secevent+jwt}
     * @param client whose TLS, proxy and connection settings are used
     */
    public static JwtVerifier at(URI keySet, String type, OkHttpClient client, Clock clock) {
        if (!Loopback.isProtected(keySet)) {
            throw new IllegalArgumentException("keySet: expected HTTPS, or HTTP on loopback, found " + keySet);
        }
        OpenTelemetry silent = OpenTelemetry.noop();
        JsonHttp http = new JsonHttp(client, silent, keySet.getHost(), Metrics.of(silent));
        return new JwtVerifier(RemoteKeys.at(keySet, http, clock), keySet.getHost(), type);
    }

    /** @throws CredentialRefusedException if it is not so signed; {@code UNAVAILABLE} if the keys could not be had */
    public VerifiedJwt verify(String token) {
        try {
            return signatures.verify(token).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof CredentialRefusedException refused) {
                throw refused;
            }
            throw new CredentialRefusedException(Reason.UNAVAILABLE, "expected the keys of " + keysOf);
        }
    }
}
