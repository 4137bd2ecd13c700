/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.revocation.EventEffects;
import dev.taskbound.state.Charge;
import dev.taskbound.state.Revocation;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What security events do to this guard. */
final class GuardEventEffects implements EventEffects {
    private final ToolGuard guard;
    private final GuardParts parts;

    GuardEventEffects(ToolGuard guard, GuardParts parts) {
        this.guard = guard;
        this.parts = parts;
    }

    @Override
    public Clock clock() {
        return parts.clock();
    }

    /**
     * A counter that goes to one. While the reservation is open the event can begin again, so that one that could not be
     * carried out, or whose process died, is not taken for one that was.
     */
    @Override
    public boolean begin(String event, Duration life) {
        List<Charge> once = List.of(Charge.of(event + "/taken-in", 1, 1));
        return parts.await(parts.askState(store -> store.reserve(event, once, life)))
                .isEmpty();
    }

    @Override
    public void done(String event) {
        parts.await(parts.askState(store -> store.settle(event)));
    }

    @Override
    public void revoke(Revocation.Target target, String by, String reason) {
        guard.revoke(target, by, reason);
    }

    @Override
    public void record(Map<String, Object> details) {
        ToolGuard.record(parts, Type.SECURITY_EVENT, details);
    }

    @Override
    public void counted(String outcome) {
        parts.telemetry().securityEvent(outcome);
    }
}
