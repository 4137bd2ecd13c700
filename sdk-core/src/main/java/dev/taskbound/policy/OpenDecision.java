/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import static dev.taskbound.ReasonCode.INTENT_NOT_ALLOWED;
import static dev.taskbound.ReasonCode.UNKNOWN_INTENT;

import dev.taskbound.TaskRequest;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.policy.IntentRules.OpenRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Decides whether a task may be opened. */
final class OpenDecision {
    private final Policy policy;
    private final TaskRequest request;
    private final Instant now;

    OpenDecision(Policy policy, TaskRequest request, Instant now) {
        this.policy = policy;
        this.request = request;
        this.now = now;
    }

    Decision decide() {
        IntentRules rules = policy.rules(request.intent());
        if (rules == null) {
            return Decision.deny(UNKNOWN_INTENT, "the policy has no such intent");
        }
        OpenRule open = rules.open();
        if (open == null) {
            return refused(rules.rule(), "the intent has no open: nobody may open it");
        }
        AgentProfile agent = policy.agent(request.agent());
        if (agent == null || !open.agents().contains(request.agent())) {
            return refused(open.rule(), "the agent is not one that may open it");
        }
        if (agent.isExpired(now)) {
            return refused(open.rule(), "the agent expired on " + agent.expires());
        }
        String parameters = parameterProblem(rules.intent().parameters());
        return parameters.isEmpty() ? condition(open) : refused(rules.rule(), parameters);
    }

    private String parameterProblem(Map<String, ParameterType> declared) {
        for (Map.Entry<String, ParameterType> parameter : declared.entrySet()) {
            Object value = request.parameters().get(parameter.getKey());
            if (value == null) {
                return "the parameter " + parameter.getKey() + " is missing";
            }
            if (!parameter.getValue().accepts(value)) {
                return "the parameter " + parameter.getKey() + " is not of type "
                        + parameter.getValue().word();
            }
        }
        boolean isClosed = declared.keySet().containsAll(request.parameters().keySet());
        return isClosed ? "" : "there is a parameter that the intent does not declare";
    }

    private Decision condition(OpenRule open) {
        try {
            return Facts.of(request, now).hold(open.when())
                    ? new Decision.Permit(List.of(open.rule()), List.of())
                    : refused(open.rule(), "the condition of open does not hold");
        } catch (ConditionException e) {
            return refused(
                    open.rule(), "the condition of open failed: " + Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    private static Decision refused(String rule, String detail) {
        return new Decision.Deny(INTENT_NOT_ALLOWED, rule, detail);
    }
}
