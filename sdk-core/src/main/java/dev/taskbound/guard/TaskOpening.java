/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.TaskRequest;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.origin.TaskOrigins;
import dev.taskbound.policy.AgentProfile;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.Intent;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Opens one task, or says why not. Either is on record before anybody is told. */
final class TaskOpening {
    private final ToolGuard guard;
    private final GuardParts parts;
    private final TaskRequest request;
    private final @Nullable TaskScope parent;
    private final PolicyInForce policy;
    private final Instant now;
    private final String id = Ids.next();

    TaskOpening(ToolGuard guard, GuardParts parts, TaskRequest request, @Nullable TaskScope parent) {
        this.guard = guard;
        this.parts = parts;
        this.request = request;
        this.parent = parent;
        this.policy = parts.inForce().get();
        this.now = parts.now();
    }

    TaskScope open() {
        Refusal refusal = refusal();
        Intent intent = policy.policy().intent(request.intent()).orElse(null);
        if (refusal != null || intent == null) {
            throw denied(refusal != null ? refusal : unknownIntent());
        }
        Task task = task(intent);
        Refusal unwritten = write(Type.TASK_OPENED, details());
        if (unwritten != null) {
            throw unwritten.exception();
        }
        Context here = Context.current();
        Span span = parts.telemetry().startTask(task, parent == null ? here : parent.in(here));
        return new TaskScope(guard, parts, task, intent.limits(), parent, origins(), span, false);
    }

    /** Records that nothing is opened, and says why. */
    RuntimeException refused(Refusal refusal) {
        return denied(refusal);
    }

    private @Nullable Refusal refusal() {
        Refusal nesting = parent == null ? null : nesting(parent);
        if (nesting != null) {
            return nesting;
        }
        if (policy.policy().intent(request.intent()).isEmpty()) {
            return unknownIntent();
        }
        if (!policy.policy().isReviewed(request.intent())) {
            return Refusal.of(
                    ReasonCode.INTENT_NOT_ALLOWED,
                    "production opens only intents that the lock file pins as they are now");
        }
        Refusal revoked = answer(parts.revoked(targets()));
        if (revoked != null) {
            return revoked;
        }
        Refusal decided = answer(parts.askPolicy(() -> policy.decisionPoint().mayOpen(asked(), now))
                .thenApply(TaskOpening::judged));
        return decided != null ? decided : answer(new AgentInventory(parts).refusal(policy.policy(), request.agent()));
    }

    private static Refusal unknownIntent() {
        return Refusal.of(ReasonCode.UNKNOWN_INTENT, "the policy has no such intent");
    }

    private @Nullable Refusal nesting(TaskScope above) {
        ReasonCode over = above.over();
        if (over != null) {
            return Refusal.of(over, "the parent task is over");
        }
        Refusal closing = above.refusalOfNew();
        if (closing != null) {
            return closing;
        }
        int below = 1;
        for (TaskScope each : above.chain()) {
            if (below > each.life().limits().depth()) {
                return Refusal.of(
                        ReasonCode.DEPTH_EXCEEDED, "below " + each.task().intent());
            }
            below++;
        }
        boolean same = request.tenant().isEmpty()
                || request.tenant().equals(above.task().tenant());
        boolean forWhom = request.principal().isEmpty()
                || request.principal()
                        .map(Principal::subject)
                        .equals(above.task().subject());
        return same && forWhom
                ? null
                : Refusal.of(ReasonCode.INTENT_NOT_ALLOWED, "a child has the tenant and principal of its parent");
    }

    private List<Revocation.Target> targets() {
        List<Revocation.Target> targets = new ArrayList<>(Targets.of(parent == null ? null : parent.task(), null));
        Targets.addWho(targets, request.agent(), request.intent(), tenant());
        Principal principal = principal();
        if (principal != null) {
            targets.add(new Revocation.Target(Revocation.Kind.PRINCIPAL, principal.subject()));
        }
        return targets;
    }

    /** The request with what a child has from its parent. */
    private TaskRequest asked() {
        return parent == null ? request : request.within(tenant(), principal());
    }

    private String tenant() {
        return parent == null ? request.tenant() : parent.task().tenant();
    }

    private @Nullable Principal principal() {
        return parent == null ? request.principal().orElse(null) : parent.task().principal();
    }

    private static @Nullable Refusal judged(@Nullable Decision decision) {
        if (decision instanceof Decision.Permit permit && permit.obligations().isEmpty()) {
            return null;
        }
        return decision instanceof Decision.Deny deny
                ? Refusal.of(deny)
                : Refusal.of(ReasonCode.POLICY_UNAVAILABLE, "the decision point gave no decision that can be used");
    }

    private Task task(Intent intent) {
        Duration longest = intent.limits().duration();
        Duration wanted = request.duration().orElse(longest);
        Instant deadline = now.plus(wanted.compareTo(longest) < 0 ? wanted : longest);
        Task above = parent == null ? null : parent.task();
        if (above != null && above.deadline().isBefore(deadline)) {
            deadline = above.deadline();
        }
        AgentProfile agent = policy.policy().agents().get(request.agent());
        Instant expiry = agent == null ? deadline : agent.expiry().orElse(deadline);
        deadline = expiry.isBefore(deadline) ? expiry : deadline;
        return new Task(
                id,
                request.intent(),
                request.agent(),
                tenant(),
                principal(),
                request.parameters(),
                request.modelParameters(),
                above,
                now,
                deadline);
    }

    private TaskOrigins origins() {
        TaskOrigins origins = new TaskOrigins(parent == null ? null : parent.origins());
        request.statement().ifPresent(origins::statement);
        request.parameters().forEach((name, value) -> {
            if (!request.modelParameters().contains(name)) {
                origins.parameter(name, value);
            }
        });
        return origins;
    }

    private RuntimeException denied(Refusal refusal) {
        Map<String, Object> details = details();
        details.put("reason", refusal.reason().name());
        details.put("rule", refusal.rule());
        details.put("detail", refusal.detail());
        Refusal unwritten = write(Type.TASK_DENIED, details);
        return unwritten == null ? refusal.exception() : unwritten.exception();
    }

    private @Nullable Refusal write(Type type, Map<String, Object> details) {
        return answer(parts.write(new AuditEvent(type, now, id, "", details)).thenApply(written -> null));
    }

    private Map<String, Object> details() {
        Policy in = policy.policy();
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("intent", request.intent());
        details.put("agent", request.agent());
        details.put("tenant", tenant());
        Principal principal = principal();
        if (principal != null) {
            details.put("principal", principal.subject());
            details.put("verified_by", principal.verifiedBy());
        }
        if (parent != null) {
            details.put("parent", parent.task().id());
        }
        details.putAll(RecordedValues.ofTask(parts.recording(), asked()));
        details.put("policy", in.name());
        details.put("policy_revision", in.revision());
        details.put("policy_version", in.version());
        return details;
    }

    private @Nullable Refusal answer(CompletableFuture<@Nullable Refusal> asked) {
        try {
            return parts.await(asked);
        } catch (RuntimeException e) {
            return Refusal.failure(e);
        }
    }
}
