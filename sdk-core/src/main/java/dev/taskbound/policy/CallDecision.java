/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static dev.taskbound.ReasonCode.BAD_ARGUMENTS;
import static dev.taskbound.ReasonCode.CONDITION_FALSE;
import static dev.taskbound.ReasonCode.CONFIDENTIAL_FLOW;
import static dev.taskbound.ReasonCode.DENIED_BY_RULE;
import static dev.taskbound.ReasonCode.NOT_ALLOWED;
import static dev.taskbound.ReasonCode.UNKNOWN_INTENT;
import static dev.taskbound.ReasonCode.UNKNOWN_ORIGIN;
import static dev.taskbound.ReasonCode.UNKNOWN_TOOL;

import dev.taskbound.conditions.Condition;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.policy.DecisionStep.Check;
import dev.taskbound.policy.IntentRules.ToolRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one call. The order of the checks is the order of precedence: what denies comes before what allows, and
 * the first reason to deny is the one that is given.
 */
final class CallDecision {
    private final Policy policy;
    private final AccessRequest request;
    private final DecisionSteps steps;

    CallDecision(Policy policy, AccessRequest request, @Nullable DecisionListener listener) {
        this.policy = policy;
        this.request = request;
        this.steps = new DecisionSteps(request, listener);
    }

    Decision decide() {
        return steps.decided(decision());
    }

    private Decision decision() {
        ConfiguredTool tool = policy.configuredTool(request.tool().key());
        IntentRules intent = policy.rules(request.task().intent());
        if (intent == null) {
            return Decision.deny(UNKNOWN_INTENT, "the policy has no such intent");
        }
        if (tool == null) {
            return Decision.deny(UNKNOWN_TOOL, "the policy has no such tool");
        }
        try {
            return decide(intent, tool);
        } catch (Refusal refusal) {
            return refusal.denial();
        }
    }

    private Decision decide(IntentRules intent, ConfiguredTool tool) throws Refusal {
        ToolRules rules = intent.rules(tool.profile());
        Facts facts = Facts.of(request, tool.profile());
        requireDeclaredArguments(tool.profile().arguments());
        requireNoDenial(rules.deny(), facts);
        List<AllowRule> matching = matching(rules.allow(), facts);
        requireNoFlow(rules.flows(), facts);
        List<Obligation> obligations = new ArrayList<>();
        for (AllowRule rule : matching) {
            obligations.addAll(obligations(rule, facts));
        }
        obligations.addAll(unknownOrigins(intent, tool));
        return new Decision.Permit(matching.stream().map(AllowRule::rule).toList(), Obligations.merged(obligations));
    }

    private void requireDeclaredArguments(Map<String, ArgumentType> declared) throws Refusal {
        if (declared.isEmpty()) {
            return;
        }
        for (Map.Entry<String, Object> argument : request.arguments().entrySet()) {
            ArgumentType type = declared.get(argument.getKey());
            if (type == null) {
                throw new Refusal(BAD_ARGUMENTS, "", "there is an argument that the policy does not declare");
            }
            if (!type.accepts(argument.getValue())) {
                String found = argument.getValue() == null ? " is null, not of type " : " is not of type ";
                String detail = "the argument " + argument.getKey() + found + type.word();
                throw new Refusal(BAD_ARGUMENTS, "", detail);
            }
        }
    }

    private void requireNoDenial(List<DenyRule> denials, Facts facts) throws Refusal {
        for (DenyRule denial : denials) {
            if (holds(Check.DENY, denial.rule(), denial.when(), facts)) {
                throw new Refusal(DENIED_BY_RULE, denial.rule(), denial.reason());
            }
        }
    }

    private List<AllowRule> matching(List<AllowRule> rules, Facts facts) throws Refusal {
        if (rules.isEmpty()) {
            throw new Refusal(NOT_ALLOWED, "", "no rule of the intent allows the tool");
        }
        List<AllowRule> matching = new ArrayList<>();
        for (AllowRule rule : rules) {
            if (holds(Check.ALLOW, rule.rule(), rule.when(), facts)) {
                matching.add(rule);
            }
        }
        if (matching.isEmpty()) {
            throw new Refusal(
                    CONDITION_FALSE, rules.get(0).rule(), "no condition under which the tool is allowed holds");
        }
        return matching;
    }

    private void requireNoFlow(List<FlowRule> flows, Facts facts) throws Refusal {
        for (FlowRule flow : flows) {
            if (!holds(Check.FLOW, flow.rule(), flow.when(), facts)) {
                continue;
            }
            boolean carries = Flows.carries(flow, request);
            steps.flow(flow, carries);
            if (carries) {
                throw new Refusal(CONFIDENTIAL_FLOW, flow.rule(), flow.reason());
            }
        }
    }

    private List<Obligation> obligations(AllowRule rule, Facts facts) throws Refusal {
        List<Obligation> obligations = new ArrayList<>();
        ApprovalRule approval = rule.approval();
        if (approval != null && asks(approval, facts)) {
            obligations.add(approval.obligation());
        }
        if (rule.limit() != null) {
            Obligations.requireAmounts(rule.limit().rule(), rule.limit().sums(), request.arguments());
            steps.limit(rule.limit());
            obligations.add(rule.limit());
        }
        return obligations;
    }

    /** Both are looked at whatever the other says: a condition or an amount that is missing denies. */
    private boolean asks(ApprovalRule approval, Facts facts) throws Refusal {
        boolean above = false;
        if (!approval.above().isEmpty()) {
            Obligations.requireAmounts(approval.rule(), approval.above(), request.arguments());
            above = Obligations.isAbove(approval.above(), request.sums());
            steps.above(approval, above);
        }
        boolean conditioned = approval.when() != null || approval.isAlways();
        return (conditioned && holds(Check.APPROVAL, approval.rule(), approval.when(), facts)) || above;
    }

    private List<Obligation> unknownOrigins(IntentRules intent, ConfiguredTool tool) throws Refusal {
        UnknownOrigins unknown = new UnknownOrigins(tool, request);
        steps.origins(tool, unknown.names());
        if (unknown.isNone()) {
            return List.of();
        }
        ApprovalRule approval = intent.unknownOrigin();
        if (approval == null || unknown.isForbidden()) {
            throw new Refusal(UNKNOWN_ORIGIN, intent.rule(), unknown.detail());
        }
        return List.of(approval.obligation(unknown.names()));
    }

    private boolean holds(Check check, String rule, @Nullable Condition when, Facts facts) throws Refusal {
        try {
            boolean holds = facts.hold(when);
            steps.condition(check, rule, when, facts, holds);
            return holds;
        } catch (ConditionException e) {
            steps.condition(check, rule, when, facts, null);
            throw Refusal.of(rule, e);
        }
    }
}
