/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What a task leaves behind when it ends with calls under way: their credentials, as far as they could not be ended.
 *
 * @param task id of the outermost task
 */
record CredentialsLeft(GuardParts parts, String task, List<LiveCredential> credentials) {
    private static final int MOST_LISTED = 200;

    /** Records what could not be ended, once that is known. */
    void record() {
        if (!credentials.isEmpty()) {
            CompletableFuture.allOf(
                            credentials.stream().map(LiveCredential::ended).toArray(CompletableFuture<?>[]::new))
                    .whenComplete((all, failure) -> write());
        }
    }

    private void write() {
        List<IssuedCredential> alive = credentials.stream()
                .map(LiveCredential::view)
                .filter(each -> !each.isDead() && each.expiresAt().isAfter(parts.now()))
                .toList();
        if (!alive.isEmpty()) {
            Map<String, Object> details = Map.of("count", (long) alive.size(), "credentials", listed(alive));
            Stages.quietly(
                    "recording what a task leaves",
                    () -> parts.write(new AuditEvent(Type.CREDENTIALS_LEFT, parts.now(), task, "", details)));
        }
    }

    /** As they stand in a record; of very many, the first. */
    static List<Map<String, Object>> listed(List<IssuedCredential> credentials) {
        return credentials.stream()
                .limit(MOST_LISTED)
                .map(CredentialsLeft::fact)
                .toList();
    }

    private static Map<String, Object> fact(IssuedCredential credential) {
        Map<String, Object> fact = new LinkedHashMap<>();
        fact.put("credential", credential.id());
        fact.put("source", credential.source());
        fact.put("destination", credential.destination());
        fact.put("expires", credential.expiresAt().toString());
        fact.put("end", credential.end() == null ? "unknown" : credential.end().word());
        if (!credential.failure().isEmpty()) {
            fact.put("failure", credential.failure());
        }
        return fact;
    }
}
