/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import dev.taskbound.credential.VerifiedJwt;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One security event whose token was verified.
 *
 * @param id its {@code jti}, or a hash of it where it is not fit to be shown
 * @param jti its {@code jti} as it is
 * @param type its event type URI
 * @param claims what the event itself says
 * @param subjectTree the {@code sub_id}
 */
record SecurityEvent(
        String id,
        String jti,
        String type,
        Map<?, ?> claims,
        @Nullable Object subjectTree) {
    private static final int LONGEST_JTI = 256;
    private static final int LONGEST_REASON = 200;
    private static final Set<String> STREAM_STATES = Set.of("enabled", "paused", "disabled");

    /** @throws EventRefusedException if the claims are not those of one event (RFC 8417, 2.2; SSF 1.0, "SET Profile") */
    static SecurityEvent of(VerifiedJwt jwt) {
        String jti = jwt.text("jti").orElse("");
        require(!jti.isBlank() && jti.length() <= LONGEST_JTI, "a jti of 1 to " + LONGEST_JTI + " characters");
        require(jwt.claim("exp") == null, "no exp: an event is no credential");
        require(jwt.claim("sub") == null, "no sub: the subject stands in sub_id");
        if (!(jwt.claim("events") instanceof Map<?, ?> events) || events.size() != 1) {
            throw EventRefusedException.invalid("expected an events claim with exactly one event");
        }
        Map.Entry<?, ?> event = events.entrySet().iterator().next();
        if (!(event.getValue() instanceof Map<?, ?> claims)) {
            throw EventRefusedException.invalid("expected an event that is an object");
        }
        Object subject = jwt.claim("sub_id");
        require(
                !claims.containsKey("subject") || claims.get("subject").equals(subject),
                "a subject in the event that is the sub_id, or none");
        return new SecurityEvent(jwt.id(), jti, String.valueOf(event.getKey()), claims, subject);
    }

    EventSubject subject() {
        return EventSubject.of(subjectTree);
    }

    /** @throws EventRefusedException if the event has no such claim (RFC 8935, 2.4: it does not conform to its definition) */
    String required(String claim) {
        if (claims.get(claim) instanceof String text) {
            return text;
        }
        throw EventRefusedException.invalid("expected " + claim + " in the event");
    }

    /** What a {@code stream-updated} says of the stream; no word but those that SSF 1.0 knows. */
    String streamStatus() {
        return claims.get("status") instanceof String status && STREAM_STATES.contains(status) ? status : "otherwise";
    }

    /** Why, in the transmitter's words for administrators; for the record. */
    Optional<String> reason() {
        Object reasons = claims.get("reason_admin");
        Object text = reasons instanceof Map<?, ?> byLanguage
                ? byLanguage.containsKey("en")
                        ? byLanguage.get("en")
                        : byLanguage.values().stream().findFirst().orElse(null)
                : reasons;
        return text instanceof String words && !words.isBlank()
                ? Optional.of(words.substring(0, Math.min(words.length(), LONGEST_REASON))
                        .replaceAll("[\\p{Cntrl}\\p{Cs}]", " "))
                : Optional.empty();
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw EventRefusedException.invalid("expected " + expected);
        }
    }
}
