/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import dev.taskbound.state.TaskStateStore;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stops things at once. In this process a kill is in force before it looks at anything; then everything that is covered is
 * cut in one quick pass; only then the parts are told that may take their time, all at once and no longer than the guard
 * waits for any of them.
 */
final class KillSwitch {
    private final GuardParts parts;
    private final Collection<TaskScope> tasks;
    private final KillThreads threads = new KillThreads();

    KillSwitch(GuardParts parts, Collection<TaskScope> tasks) {
        this.parts = parts;
        this.tasks = tasks;
    }

    RevocationReport revoke(Revocation revocation) {
        Target target = revocation.target();
        Kill kill = new Kill(parts, threads, target, "revoked", ReasonCode.REVOKED);
        if (!parts.here().add(revocation)) {
            kill.problem("too many revocations wait to be stored: this one does not hold here");
        }
        kill.also(
                "the revocation could not be stored: others and this process's next start do not know of it",
                threads.ask(() -> parts.askState(store -> store.revoke(revocation)))
                        .thenRun(() -> parts.here().stored(revocation)));
        kill.also(
                "the revocation could not be recorded",
                threads.ask(() -> parts.write(event(parts, Type.REVOKED, facts(revocation)))));
        HeldKill held =
                new HeldKill(parts, each -> Targets.of(each.task(), each.tool()).contains(target));
        RevocationReport report = kill.carryOut(
                () -> parts.live().coveredBy(target),
                cut -> tasks.forEach(task -> task.ending().cut(target, cut)),
                held);
        return ended(report, facts(revocation));
    }

    /** All that a kill of the task would do, without revoking it. */
    RevocationReport close(TaskScope scope) {
        Target target = new Target(Kind.TASK, scope.task().id());
        Kill kill = new Kill(parts, threads, target, "closed", ReasonCode.TASK_CLOSED);
        return kill.carryOut(() -> parts.live().coveredBy(target), scope.ending()::cut, null);
    }

    /**
     * What a kill of all this would do, without revoking anything.
     *
     * @param out the credentials that are covered as of now, besides those of the calls that are cut
     * @return names no target of its own
     */
    RevocationReport offboard(Consumer<Cut> firstPass, Predicate<HeldCall> covers, Supplier<List<LiveCredential>> out) {
        Kill kill = new Kill(parts, threads, Target.EVERYTHING, "offboarded", ReasonCode.REVOKED);
        return kill.carryOut(out, firstPass, new HeldKill(parts, covers));
    }

    private RevocationReport ended(RevocationReport report, Map<String, Object> facts) {
        Map<String, Object> details = new LinkedHashMap<>(facts);
        details.put("tasks", (long) report.tasks().size());
        details.put("calls", (long) report.calls().size());
        details.put("held", (long) report.held().size());
        details.put("credentials", (long) report.credentials().size());
        details.put("alive", CredentialsLeft.listed(report.alive()));
        details.put("last_byte_ms", report.lastByte().toMillis());
        details.put("problems", report.problems());
        RevocationReport told = report;
        if (report.problems().stream().noneMatch(each -> each.startsWith("the revocation could not be recorded"))) {
            try {
                record(parts, Type.REVOCATION_ENDED, details);
            } catch (IllegalStateException e) {
                told = new RevocationReport(
                        report.target(),
                        report.tasks(),
                        report.calls(),
                        report.held(),
                        report.credentials(),
                        Stream.concat(report.problems().stream(), Stream.of("the outcome could not be recorded"))
                                .toList(),
                        report.lastByte());
            }
        }
        parts.telemetry()
                .revoked(
                        told.target().kind().word(),
                        told.isComplete(),
                        told.lastByte().toNanos());
        if (!told.isComplete()) {
            throw new IncompleteRevocationException(told);
        }
        return told;
    }

    /** @param owner only what was revoked for them; null for all */
    boolean lift(Target target, String by, String reason, @Nullable String owner) {
        List<Revocation> there = revocations().stream()
                .filter(each -> each.target().equals(target))
                .filter(each -> owner == null || each.owner().equals(owner))
                .toList();
        if (there.isEmpty()) {
            return false;
        }
        Revocation lifted = new Revocation(target, by, reason, parts.now(), owner == null ? "" : owner);
        record(parts, Type.LIFTED, facts(lifted));
        try {
            for (Revocation each : there) {
                parts.await(parts.askState(store -> store.lift(target, each.owner())));
            }
        } catch (RuntimeException e) {
            Map<String, Object> details = facts(lifted);
            details.put("outcome", "failed");
            record(parts, Type.LIFTED, details);
            throw new IllegalStateException("the revocation could not be lifted, it stays in force: " + e.getMessage());
        }
        parts.here().lift(target, owner);
        return true;
    }

    List<Revocation> revocations() {
        try {
            return Stream.concat(
                            parts.await(parts.askState(TaskStateStore::revocations)).stream(),
                            parts.here().all().stream())
                    .distinct()
                    .toList();
        } catch (RuntimeException e) {
            throw new IllegalStateException("the revocations cannot be read: " + e.getMessage());
        }
    }

    List<IssuedCredential> liveCredentials() {
        return parts.live().living().stream().map(LiveCredential::view).toList();
    }

    static void store(GuardParts parts, Revocation revocation) {
        try {
            parts.await(parts.askState(store -> store.revoke(revocation)));
        } catch (RuntimeException e) {
            throw new IllegalStateException("the revocation could not be stored: " + e.getMessage());
        }
    }

    static void record(GuardParts parts, Revocation revocation) {
        record(parts, Type.REVOKED, facts(revocation));
    }

    static Map<String, Object> facts(Revocation revocation) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("target", revocation.target().kind().word());
        details.put("name", revocation.target().name());
        details.put("by", revocation.by());
        details.put("reason", revocation.reason());
        if (!revocation.owner().isEmpty()) {
            details.put("owner", revocation.owner());
        }
        return details;
    }

    static void record(GuardParts parts, Type type, Map<String, Object> details) {
        ToolGuard.write(parts, event(parts, type, details));
    }

    private static AuditEvent event(GuardParts parts, Type type, Map<String, Object> details) {
        return new AuditEvent(type, parts.now(), "", "", details);
    }
}
