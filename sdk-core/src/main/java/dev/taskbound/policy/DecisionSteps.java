/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.policy.DecisionStep.Answer;
import dev.taskbound.policy.DecisionStep.Check;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one decision tells its listener; without one, it tells nobody and takes no time. */
final class DecisionSteps {
    private final AccessRequest request;
    private final @Nullable DecisionListener listener;

    DecisionSteps(AccessRequest request, @Nullable DecisionListener listener) {
        this.request = request;
        this.listener = listener;
    }

    /** @param holds null where the condition has no answer */
    void condition(Check check, String rule, @Nullable Condition when, Facts facts, @Nullable Boolean holds) {
        if (listener == null || (when == null && check == Check.FLOW)) {
            return;
        }
        Answer answer = holds == null ? Answer.NONE : answer(holds);
        String detail = when == null ? "always" : "";
        tell(new DecisionStep(check, rule, answer, detail, when == null ? null : ConditionReports.of(when, facts)));
    }

    void flow(FlowRule flow, boolean carries) {
        if (listener != null) {
            String seen = request.origins().labelsSeen().contains(flow.label()) ? "seen" : "not seen";
            String what = "label " + flow.label() + " " + seen + ", to " + flow.destination() + ", match "
                    + flow.match().name().toLowerCase(Locale.ROOT);
            tell(new DecisionStep(Check.FLOW, flow.rule(), answer(carries), what, null));
        }
    }

    void above(ApprovalRule approval, boolean asks) {
        if (listener != null) {
            String detail = "sums of the task above " + approval.above();
            tell(new DecisionStep(Check.APPROVAL, approval.rule(), answer(asks), detail, null));
        }
    }

    void limit(Obligation.Limit limit) {
        if (listener != null) {
            String count = limit.count() == null ? "" : "at most " + limit.count() + " calls";
            String sums = limit.sums().isEmpty() ? "" : "sums " + limit.sums();
            String detail = count + (count.isEmpty() || sums.isEmpty() ? "" : ", ") + sums;
            tell(new DecisionStep(Check.LIMIT, limit.rule(), Answer.YES, detail, null));
        }
    }

    /** @param unknown the arguments that may not be used as they are */
    void origins(ConfiguredTool tool, List<String> unknown) {
        if (listener != null) {
            tool.profile().control().stream().filter(this::isGiven).forEach(name -> {
                boolean isKnown = !unknown.contains(name);
                origin(name, OriginReports.control(name, tool, request, isKnown), isKnown);
            });
            tool.content().keySet().stream().filter(this::isGiven).sorted().forEach(name -> {
                // Unknown it may be as control argument alone.
                boolean isKnown = !unknown.contains(name)
                        || (tool.profile().control().contains(name) && UnknownOrigins.isContentKnown(name, request));
                origin(name, OriginReports.content(name, request, isKnown), isKnown);
            });
        }
    }

    private boolean isGiven(String argument) {
        return request.arguments().containsKey(argument);
    }

    private void origin(String argument, String detail, boolean isKnown) {
        tell(new DecisionStep(Check.ORIGIN, argument, answer(isKnown), detail, null));
    }

    Decision decided(Decision decision) {
        if (listener != null) {
            listener.decided(request, decision);
        }
        return decision;
    }

    private void tell(DecisionStep step) {
        if (listener != null) {
            listener.looked(request, step);
        }
    }

    private static Answer answer(boolean holds) {
        return holds ? Answer.YES : Answer.NO;
    }
}
