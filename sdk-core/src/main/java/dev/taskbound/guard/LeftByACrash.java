/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.credential.CredentialSources;
import dev.taskbound.state.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a process that was killed has left in the audit log: calls without outcome, and credentials that were out. */
final class LeftByACrash {
    private static final Duration UNKNOWN_LIFE = Duration.ofHours(1);

    private final GuardParts parts;
    private final List<AuditEvent> credentials = new ArrayList<>();

    private LeftByACrash(GuardParts parts) {
        this.parts = parts;
    }

    /** Nobody knows whether these tools acted: that is recorded, and what they held is revoked here. */
    static LeftByACrash closed(GuardParts parts) {
        LeftByACrash left = new LeftByACrash(parts);
        parts.audit().unfinished().forEach(left::close);
        return left;
    }

    private void close(AuditSink.Unfinished call) {
        AuditEvent started = call.started();
        Map<String, Object> details = new LinkedHashMap<>(started.attributes());
        credentials.addAll(call.credentials());
        call.credentials().forEach(credential -> {
            details.putAll(credential.attributes());
            revoke(String.valueOf(credential.attributes().get("credential")));
        });
        ToolGuard.write(parts, new AuditEvent(Type.UNKNOWN, parts.now(), started.task(), started.call(), details));
        if (started.attributes().get("approval") instanceof String approval) {
            parts.await(parts.askApprovals(store -> store.end(approval, HeldCall.Status.UNKNOWN, null)));
        }
    }

    private void revoke(String credential) {
        Revocation revocation = new Revocation(
                new Revocation.Target(Revocation.Kind.CREDENTIAL, credential),
                "taskbound",
                "its call has no outcome",
                parts.now());
        KillSwitch.store(parts, revocation);
        KillSwitch.record(parts, revocation);
    }

    /** Also where they were issued, as far as they live and their ids are enough for it. */
    void revokeCredentials(CredentialSources sources) {
        Instant now = parts.now();
        for (AuditEvent credential : credentials) {
            Map<String, Object> said = credential.attributes();
            Instant expires = said.get("expires") instanceof String text ? Instant.parse(text) : now.plus(UNKNOWN_LIFE);
            if (expires.isAfter(now)) {
                sources.revokeLeft(String.valueOf(said.get("source")), String.valueOf(said.get("credential")), expires);
            }
        }
    }
}
