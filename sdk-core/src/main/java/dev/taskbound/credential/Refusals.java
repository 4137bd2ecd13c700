/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What an issuer has refused a moment ago, whatever the single call: it would refuse it again, and a model that tries once
 * more is not to be felt there. Thread-safe.
 */
final class Refusals {
    private static final Duration KEPT = Duration.ofSeconds(2);
    private static final int MOST = 10_000;
    private static final Set<String> WHATEVER_THE_CALL =
            Set.of("invalid_client", "unauthorized_client", "invalid_grant", "invalid_scope", "unsupported_grant_type");

    private final Clock clock;
    private final Map<Need, Refused> known = new ConcurrentHashMap<>();

    Refusals(Clock clock) {
        this.clock = clock;
    }

    /** @throws CredentialException the same again */
    void check(Need need) {
        Refused refused = known.get(need);
        if (refused != null && refused.until.isAfter(clock.instant())) {
            throw new CredentialException(
                    ReasonCode.CREDENTIAL_UNAVAILABLE, refused.message + " (a moment ago; not asked again)");
        }
    }

    void note(Need need, JsonAnswer answer) {
        if (answer.status() < 400 || answer.status() >= 500 || !(answer.json().get("error") instanceof String error)) {
            return;
        }
        if (WHATEVER_THE_CALL.contains(error)) {
            Instant now = clock.instant();
            if (known.size() >= MOST) {
                known.values().removeIf(old -> !old.until.isAfter(now));
            }
            if (known.size() < MOST) {
                String message = answer.address() + ": HTTP " + answer.status() + ", " + error;
                known.put(need, new Refused(now.plus(KEPT), message));
            }
        }
    }

    void forget(String task) {
        known.keySet().removeIf(need -> need.task().equals(task));
    }

    private record Refused(Instant until, String message) {}
}
