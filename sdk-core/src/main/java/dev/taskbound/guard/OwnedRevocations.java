/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.Revocation.Target;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The kill switch in the hand of one owner. They stop the agents, tools, intents and destinations whose {@code owner} in
 * the policy in force they are, and the tasks that are open here under such an intent or by such an agent; they lift what
 * was stopped for them, and nothing that anybody else stopped. An attempt at more is refused and recorded. Whoever hands
 * this out has made sure whom they give it to. Thread-safe.
 */
public final class OwnedRevocations {
    private final ToolGuard guard;
    private final KillSwitch killSwitch;
    private final GuardParts parts;
    private final String owner;

    OwnedRevocations(ToolGuard guard, KillSwitch killSwitch, GuardParts parts, String owner) {
        this.guard = guard;
        this.killSwitch = killSwitch;
        this.parts = parts;
        this.owner = Objects.requireNonNull(owner, "owner");
        if (owner.isBlank()) {
            throw new IllegalArgumentException("expected the name of an owner, found none");
        }
    }

    /** As the policy names them. */
    public String owner() {
        return owner;
    }

    /**
     * As {@link ToolGuard#revoke}.
     *
     * @throws NotOwnedException if it is not theirs
     */
    public RevocationReport revoke(Target target, String by, String reason) {
        if (!owns(target)) {
            throw refused(target, by, "stop");
        }
        return killSwitch.revoke(new Revocation(target, by, reason, parts.now(), owner));
    }

    /**
     * As {@link ToolGuard#lift}, for what was stopped for this owner. It needs not be theirs any more.
     *
     * @return whether anything was lifted
     * @throws NotOwnedException if it is stopped, but not for this owner
     */
    public boolean lift(Target target, String by, String reason) {
        boolean lifted = killSwitch.lift(target, by, reason, owner);
        if (!lifted
                && guard.revocations().stream().anyMatch(each -> each.target().equals(target))) {
            throw refused(target, by, "lift");
        }
        return lifted;
    }

    /** What is stopped for this owner, in no particular order. */
    public List<Revocation> revocations() {
        return guard.revocations().stream()
                .filter(each -> each.owner().equals(owner))
                .toList();
    }

    private boolean owns(Target target) {
        return switch (target.kind()) {
            case AGENT -> owns("agents", target.name());
            case TOOL -> owns("tools", target.name());
            case INTENT -> owns("intents", target.name());
            case DESTINATION -> owns("destinations", target.name());
            case TASK ->
                guard.scope(target.name())
                        .map(TaskScope::task)
                        .filter(task -> owns("intents", task.intent()) || owns("agents", task.agent()))
                        .isPresent();
            default -> false;
        };
    }

    private boolean owns(String section, String name) {
        Policy policy = guard.policy();
        return policy.owner(section, name).filter(owner::equals).isPresent();
    }

    private NotOwnedException refused(Target target, String by, String what) {
        KillSwitch.record(
                parts,
                Type.REVOCATION_REFUSED,
                Map.of(
                        "target", target.kind().word(),
                        "name", target.name(),
                        "by", by,
                        "owner", owner,
                        "what", what));
        return new NotOwnedException(
                target.kind().word() + " " + target.name() + " is not for " + owner + " to " + what);
    }

    /** Somebody wanted to stop or to lift what is not theirs. */
    public static final class NotOwnedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotOwnedException(String message) {
            super(message);
        }
    }
}
