/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Task;
import dev.taskbound.internal.json.CanonicalJson;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The claims of an embedded issuer's credential (RFC 9068, 2.2; RFC 8693, 4; RFC 9396, 9.1).
 *
 * @param id the {@code jti}
 */
record EmbeddedClaims(String id, Instant expiry, Map<String, @Nullable Object> claims) {
    static EmbeddedClaims of(String issuer, CredentialRequest request, Instant now, @Nullable ProofKey key) {
        Task task = request.task();
        String id = RandomIds.next();
        Instant expiry = earlier(now.plus(request.destination().ttl()), task.deadline());
        Map<String, @Nullable Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("sub", task.subject().orElse(task.agent()));
        claims.put("aud", request.destination().audience());
        claims.put("client_id", task.agent());
        claims.put("jti", id);
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", expiry.getEpochSecond());
        // An agent that acts for nobody is the subject itself.
        task.subject().ifPresent(subject -> claims.put("act", Map.of("sub", task.agent())));
        request.destination().scope(request.action()).ifPresent(scope -> claims.put("scope", scope));
        claims.put(ToolCallDetail.CLAIM, ToolCallDetail.of(request).toJson());
        if (key != null) {
            claims.put("cnf", Map.of("jkt", key.thumbprint()));
        }
        return new EmbeddedClaims(id, expiry, claims);
    }

    /** In whole seconds, as the claim has it. */
    private static Instant earlier(Instant one, Instant other) {
        return (one.isBefore(other) ? one : other).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Those that say something about the request. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(claims.keySet());
        names.retainAll(Set.of("iss", "sub", "aud", "exp", "act", "scope", "cnf", ToolCallDetail.CLAIM));
        return names;
    }

    String json() {
        return CanonicalJson.write(claims);
    }

    /** Names the id; claims may hold personal data. */
    @Override
    public String toString() {
        return "EmbeddedClaims[" + id + "]";
    }
}
