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
 */
public record Credential(
        String id,
        String scheme,
        Secret token,
        String source,
        Instant expiresAt,
        Set<String> confirmed,
        @Nullable ProofKey proofKey) {
    /** Of a transaction token, and the name of its header (draft-ietf-oauth-transaction-tokens-10, 8). */
    public static final String TRANSACTION = "Txn-Token";

    public Credential {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(expiresAt, "expiresAt");
        confirmed = Set.copyOf(confirmed);
    }

    /** One that is bound to no key. */
    public Credential(String id, String scheme, Secret token, String source, Instant expiresAt, Set<String> confirmed) {
        this(id, scheme, token, source, expiresAt, confirmed, null);
    }

    /**
     * The headers that present it in one request: for a tool whose HTTP client is not {@code GuardedHttp}. A proof is
     * good for one request only, so ask for each.
     */
    public Map<String, String> headers(String method, URI target) {
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
