/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import java.util.Set;

/** Which events revoke (CAEP 1.0). */
record EventRules(Set<String> riskLevels, Set<String> credentialChanges) {
    static final String CAEP = "https://schemas.openid.net/secevent/caep/event-type/";
    static final String SSF = "https://schemas.openid.net/secevent/ssf/event-type/";

    /** The levels that CAEP knows ("Risk Level Change"). */
    static final Set<String> ALL_LEVELS = Set.of("LOW", "MEDIUM", "HIGH");

    /** The changes that CAEP knows ("Credential Change"). */
    static final Set<String> ALL_CHANGES = Set.of("create", "revoke", "update", "delete");

    /** What an event is to a guard. */
    enum Meaning {
        REVOKES,
        /** Known, and nothing to act on. */
        HARMLESS,
        /** The stream itself has something to say. */
        STREAM,
        UNKNOWN
    }

    /** @throws EventRefusedException if it lacks what its definition requires */
    Meaning meaning(SecurityEvent event) {
        if (event.type().equals(CAEP + "session-revoked")) {
            return Meaning.REVOKES;
        }
        if (event.type().equals(CAEP + "credential-change")) {
            return meaning(event.required("change_type"), ALL_CHANGES, credentialChanges);
        }
        if (event.type().equals(CAEP + "risk-level-change")) {
            return meaning(event.required("current_level"), ALL_LEVELS, riskLevels);
        }
        if (event.type().equals(SSF + "stream-updated")) {
            return Meaning.STREAM;
        }
        return event.type().equals(SSF + "verification") ? Meaning.HARMLESS : Meaning.UNKNOWN;
    }

    private static Meaning meaning(String value, Set<String> all, Set<String> those) {
        if (!all.contains(value)) {
            throw EventRefusedException.invalid("expected one of " + all + " as the event's definition says");
        }
        return those.contains(value) ? Meaning.REVOKES : Meaning.HARMLESS;
    }

    /** The last part of an event type of these two profiles, for records; another type's URI is not shown. */
    static String shown(String type) {
        return type.startsWith(CAEP) || type.startsWith(SSF)
                ? type.substring(type.lastIndexOf('/') + 1)
                : "another event type";
    }
}
