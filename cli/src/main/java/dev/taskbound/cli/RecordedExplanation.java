/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.cli.recorded.RecordedCall;
import dev.taskbound.cli.recorded.RecordedLog;
import dev.taskbound.cli.recorded.RecordedTask;
import dev.taskbound.cli.recorded.Redecision;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.DecisionListener;
import dev.taskbound.policy.DecisionStep;
import dev.taskbound.policy.Policy;
import dev.taskbound.policytest.Expectation;
import dev.taskbound.policytest.PolicyTestStep;
import dev.taskbound.policytest.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What a log says of one call, and, where it holds the arguments, what a policy looks at when it decides it anew. */
final class RecordedExplanation {
    private final RecordedTask task;
    private final RecordedCall call;
    private final Redecision.@Nullable Outcome anew;
    private final Explanation explanation;

    private RecordedExplanation(RecordedTask task, RecordedCall call, @Nullable Policy policy, boolean values) {
        this.task = task;
        this.call = call;
        Looking looking = new Looking();
        this.anew = policy == null || call.arguments() == null ? null : outcome(policy, task, call, looking);
        this.explanation = new Explanation(request(task), result(looking), 1, values);
    }

    static RecordedExplanation of(Path file, String id, @Nullable Policy policy, boolean values, CommandSpec spec)
            throws IOException {
        RecordedLog log = Audits.read(file, spec.commandLine().getErr());
        Map.Entry<RecordedTask, RecordedCall> found = log.find(id)
                .orElseThrow(() -> new BadInputException(
                        file + ": found no call and no approval " + id + ", expected an id that the log holds"));
        return new RecordedExplanation(found.getKey(), found.getValue(), policy, values);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Recorded: call " + call.id() + " of task " + task.id() + " at " + call.at()
                + (call.observed() ? ", let pass by mode: observe" : ""));
        if (anew == null || !anew.isDecided() || anew.call() == null) {
            lines.addAll(explanation.lines().subList(0, 3 + call.rules().size()));
            lines.add("");
            lines.add("  "
                    + (call.arguments() == null ? "It cannot be decided anew: " + Audits.HOW_TO_RECORD : why(anew)));
        } else {
            lines.addAll(explanation.lines());
            lines.add("");
            lines.add("  Decided anew under the policy given: " + anew.outcome());
        }
        return lines;
    }

    private static String why(Redecision.@Nullable Outcome outcome) {
        if (outcome == null) {
            return "Give --policy to see what was looked at.";
        }
        return outcome.isDecided()
                ? "The task would not be opened under the policy given: " + outcome.outcome() + ", " + outcome.rule()
                : "It cannot be decided anew: the log does not hold all of its arguments";
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>(explanation.json());
        json.put("id", call.id());
        json.put("task", task.id());
        json.put("observed", call.observed());
        if (anew != null) {
            json.put("anew", anew.outcome());
        }
        return json;
    }

    private static Redecision.@Nullable Outcome outcome(
            Policy policy, RecordedTask task, RecordedCall call, Looking looking) {
        // Without what came after, the last decision is the one about the call.
        List<Redecision.Outcome> outcomes = Redecision.of(policy, task.upTo(call), looking);
        return outcomes.isEmpty() ? null : outcomes.get(outcomes.size() - 1);
    }

    private StepResult result(Looking looking) {
        PolicyTestStep step = new PolicyTestStep(
                0, null, call.tool(), "{}", "", false, true, new Expectation(call.permitted(), null, null, null, null));
        String reason = call.reason();
        return new StepResult(
                step,
                call.started(),
                reason == null ? null : ReasonCode.valueOf(reason),
                call.detail(),
                call.rules(),
                Set.copyOf(call.asked()),
                looking.steps,
                Map.of(),
                looking.decision,
                Map.of());
    }

    private static TaskRequest request(RecordedTask task) {
        TaskRequest.Builder request = TaskRequest.intent(task.intent()).agent(task.agent());
        task.principal().ifPresent(subject -> request.principal(Principal.verified("audit", subject)));
        return request.build();
    }

    /** Keeps what the last decision looked at. */
    private static final class Looking implements DecisionListener {
        private final List<DecisionStep> steps = new ArrayList<>();
        private @Nullable Decision decision;

        @Override
        public void looked(AccessRequest request, DecisionStep step) {
            if (decision != null) {
                steps.clear();
                decision = null;
            }
            steps.add(step);
        }

        @Override
        public void decided(AccessRequest request, Decision made) {
            if (decision != null) {
                steps.clear();
            }
            decision = made;
        }
    }
}
