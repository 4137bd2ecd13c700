/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one call may present, verified before anyone sees it. {@code toString} shows the id, never the token.
 *
 * @param id the token's {@code jti}, or a hash of its signed part where it has none
 * @param scheme the {@code Authorization} scheme, such as {@code Bearer} or {@code DPoP}; {@link #TRANSACTION} where the
 *     token has a header of its own
 * @param token what is presented
 * @param source the policy's name of the source that issued it, or {@link EmbeddedIssuer#SOURCE}
 * @param expiresAt when it dies by itself
 * @param confirmed names of the claims that were checked against the request and agreed: {@code aud}, {@code act}, ...
 * @param proofKey the key that it is bound to; null for one that whoever has it can use
 * @param parts what else belongs to it, by name, where a token is not all: of {@link #STATIC} the headers that present it
 */
public record Credential(
        String id,
        String scheme,
        Secret token,
        String source,
        Instant expiresAt,
        Set<String> confirmed,
        @Nullable ProofKey proofKey,
        Map<String, Secret> parts) {
    /** Of a transaction token, and the name of its header (draft-ietf-oauth-transaction-tokens-10, 8). */
    public static final String TRANSACTION = "Txn-Token";

    /** Of a secret that lives on after the call. Only {@code GuardedHttp} gets to see it, never a tool. */
    public static final String STATIC = "Static";

    public Credential {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(expiresAt, "expiresAt");
        confirmed = Set.copyOf(confirmed);
        parts = Map.copyOf(parts);
    }

    /** One without parts. */
    public Credential(
            String id,
            String scheme,
            Secret token,
            String source,
            Instant expiresAt,
            Set<String> confirmed,
            @Nullable ProofKey proofKey) {
        this(id, scheme, token, source, expiresAt, confirmed, proofKey, Map.of());
    }

    /** One that is bound to no key. */
    public Credential(String id, String scheme, Secret token, String source, Instant expiresAt, Set<String> confirmed) {
        this(id, scheme, token, source, expiresAt, confirmed, null, Map.of());
    }

    /** Whether it lives on after the call: {@link #STATIC}. */
    public boolean isStatic() {
        return scheme.equals(STATIC);
    }

    /** Whether a header of an HTTP request presents it; a login of a database does not. */
    public boolean isForHttp() {
        return isStatic() || parts.isEmpty();
    }

    /**
     * The headers that present it in one request: for a tool whose HTTP client is not {@code GuardedHttp}. A proof is
     * good for one request only, so ask for each.
     *
     * @throws IllegalStateException for one that is not {@link #isForHttp}
     */
    public Map<String, String> headers(String method, URI target) {
        if (!isForHttp()) {
            throw new IllegalStateException("a credential of the scheme " + scheme + " is not presented in a header");
        }
        if (isStatic()) {
            Map<String, String> shown = new LinkedHashMap<>();
            parts.forEach((header, value) -> shown.put(header, value.reveal()));
            return shown;
        }
        if (scheme.equals(TRANSACTION)) {
            return Map.of(TRANSACTION, token.reveal());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", scheme + " " + token.reveal());
        if (proofKey != null) {
            headers.put("DPoP", proofKey.proof(method, target, token));
        }
        return headers;
    }
}
