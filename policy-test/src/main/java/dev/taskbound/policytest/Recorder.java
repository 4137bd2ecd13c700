/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.DecisionListener;
import dev.taskbound.policy.DecisionStep;
import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.Check;
import dev.taskbound.policy.Obligation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what the guard records and what its decisions look at, one call at a time. */
final class Recorder implements DecisionListener {
    private final InMemoryAuditSink audit;
    private final List<DecisionStep> considered = new ArrayList<>();
    private final List<DecisionStep> again = new ArrayList<>();
    private final Map<String, List<String>> unknown = new LinkedHashMap<>();
    private @Nullable Decision decision;
    private int seen;

    Recorder(InMemoryAuditSink audit) {
        this.audit = audit;
    }

    void begin() {
        considered.clear();
        again.clear();
        unknown.clear();
        decision = null;
        seen = audit.records().size();
    }

    @Override
    public void looked(AccessRequest request, DecisionStep step) {
        (decision == null ? considered : again).add(step);
        if (step.check() == Check.ORIGIN && step.answer() == Answer.NO) {
            unknown.put(step.subject(), UnknownValues.in(request, step.subject()));
        }
    }

    @Override
    public void decided(AccessRequest request, Decision made) {
        // After an approval it is decided anew: only another answer is worth telling.
        if (decision != null && made instanceof Decision.Deny) {
            considered.addAll(again);
        }
        decision = made;
        again.clear();
    }

    StepResult result(PolicyTestStep step, int runs) {
        Map<String, Object> merged = new LinkedHashMap<>();
        Set<String> asked = new HashSet<>();
        List<AuditRecord> all = audit.records();
        for (AuditRecord record : all.subList(seen, all.size())) {
            AuditEvent event = record.event();
            if (event.type() == Type.APPROVAL_REQUESTED) {
                asked.add(String.valueOf(event.attributes().get("by")));
            }
            merged.putAll(event.attributes());
        }
        ReasonCode reason = reason(merged, runs, asked);
        return new StepResult(
                step,
                runs > 0,
                reason,
                detail(merged),
                rules(merged, reason),
                asked,
                considered,
                unknown,
                decision,
                merged);
    }

    /** Under {@code mode: observe} the tool ran although the policy refuses; the record says why it does. */
    private @Nullable ReasonCode reason(Map<String, Object> record, int runs, Set<String> asked) {
        Object observed = record.get("observed");
        if ("approval".equals(observed)) {
            approvals().forEach(asked::add);
            return null;
        }
        Object reason = runs == 0 ? record.get("reason") : observed;
        if (reason == null) {
            return runs == 0 ? ReasonCode.INTERNAL_ERROR : null;
        }
        return ReasonCode.valueOf(String.valueOf(reason));
    }

    private List<String> approvals() {
        return decision instanceof Decision.Permit permit
                ? permit.obligations().stream()
                        .filter(Obligation.Approval.class::isInstance)
                        .map(obligation -> ((Obligation.Approval) obligation).by())
                        .toList()
                : List.of();
    }

    private String detail(Map<String, Object> record) {
        Object detail = record.get("detail");
        if (detail != null) {
            return String.valueOf(detail);
        }
        return decision instanceof Decision.Deny deny ? deny.detail() : "";
    }

    private static List<String> rules(Map<String, Object> record, @Nullable ReasonCode reason) {
        Object named = reason == null ? record.get("rules") : record.get("rule");
        return named instanceof List<?> all
                ? all.stream().map(String::valueOf).toList()
                : named == null || named.equals("") ? List.of() : List.of(String.valueOf(named));
    }

    /** Why the task was not opened. */
    String openingDetail() {
        return audit.records().stream()
                .filter(record -> record.event().type() == Type.TASK_DENIED)
                .map(record -> String.valueOf(record.event().attributes().get("detail")))
                .findFirst()
                .orElse("");
    }
}
