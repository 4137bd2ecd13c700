/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.state.Revocation;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls whose process died over them: what the audit log has of them has no outcome. */
final class LeftByACrash {
    private LeftByACrash() {}

    /** Nobody knows whether these tools acted: that is recorded, and what they held is revoked. */
    static void close(GuardParts parts) {
        for (AuditSink.Unfinished call : parts.audit().unfinished()) {
            AuditEvent left = call.started();
            Map<String, Object> details = new LinkedHashMap<>(left.attributes());
            call.credentials().forEach(credential -> {
                details.putAll(credential.attributes());
                revoke(parts, String.valueOf(credential.attributes().get("credential")));
            });
            ToolGuard.write(parts, new AuditEvent(Type.UNKNOWN, parts.now(), left.task(), left.call(), details));
            if (left.attributes().get("approval") instanceof String approval) {
                parts.await(parts.askApprovals(store -> store.end(approval, HeldCall.Status.UNKNOWN, null)));
            }
        }
    }

    private static void revoke(GuardParts parts, String credential) {
        Revocation revocation = new Revocation(
                new Revocation.Target(Revocation.Kind.CREDENTIAL, credential),
                "taskbound",
                "its call has no outcome",
                parts.now());
        KillSwitch.store(parts, revocation);
        KillSwitch.record(parts, revocation);
    }
}
