/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.IntentPin;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs cases through the real guard. Only the edges are made up: tools answer what the case says, humans do as it says,
 * credentials are good for nothing, the audit log ends with the case.
 */
public final class PolicyTestRunner {
    private static final int MOST_RECORDS = 100_000;

    private final Policy policy;
    private final PolicyTestFile file;

    /** @param policy what to run the cases against: the one that the file names, or another version of it */
    public PolicyTestRunner(Policy policy, PolicyTestFile file) {
        this.policy = asReviewed(policy);
        this.file = file;
    }

    /** A review rests on the cases, so they come before it; and the tools that pretend say nothing of themselves. */
    private static Policy asReviewed(Policy policy) {
        Map<String, IntentPin> pins = new HashMap<>();
        policy.intents()
                .keySet()
                .forEach(intent -> pins.put(
                        intent,
                        new IntentPin(policy.intentDigest(intent).orElseThrow(), "cases", LocalDate.EPOCH, null)));
        boolean isLocked = policy.isProduction() || policy.lock().isPresent();
        return isLocked ? policy.locked(PolicyLock.of(policy).withIntents(pins)) : policy;
    }

    /**
     * Runs every case of a file against the policy that it names.
     *
     * @throws dev.taskbound.policy.PolicyException if the policy has mistakes
     */
    public static List<CaseResult> run(PolicyTestFile file) {
        PolicyTestRunner runner = new PolicyTestRunner(Policy.load(file.policy()), file);
        return file.cases().stream().map(runner::run).toList();
    }

    public CaseResult run(PolicyTestCase testCase) {
        Clock clock = testCase.at() == null ? Clock.systemUTC() : Clock.fixed(testCase.at(), ZoneOffset.UTC);
        InMemoryAuditSink audit = new InMemoryAuditSink(MOST_RECORDS);
        FakeHuman human = new FakeHuman();
        Recorder recorder = new Recorder(audit);
        try (ToolGuard guard = ToolGuard.builder()
                .policy(policy)
                .audit(audit)
                .clock(clock)
                .approver(human)
                .onlyCredentialSource(new FakeCredentials(clock))
                .decisionListener(recorder)
                .build()) {
            return run(testCase, guard, human, recorder);
        }
    }

    private CaseResult run(PolicyTestCase testCase, ToolGuard guard, FakeHuman human, Recorder recorder) {
        List<StepResult> results = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        try (TaskScope scope = guard.open(testCase.task())) {
            if (testCase.refusal() != null) {
                failures.add(at(testCase.line()) + "expected the task not to be opened with " + testCase.refusal()
                        + ", found that it was");
            }
            List<String> said =
                    new ArrayList<>(testCase.task().statement().stream().toList());
            for (PolicyTestStep step : testCase.steps()) {
                StepResult result = run(step, scope, human, recorder);
                if (result == null) {
                    said.add(step.says());
                } else {
                    failures.addAll(failures(result, new StoodThere(policy, said, results)));
                    results.add(result);
                }
            }
        } catch (ToolCallDeniedException e) {
            failures.addAll(refusal(testCase, e.reason(), recorder.openingDetail()));
        }
        return new CaseResult(testCase, results, failures);
    }

    private List<String> refusal(PolicyTestCase testCase, ReasonCode found, String detail) {
        if (testCase.refusal() == found) {
            return List.of();
        }
        String expected = testCase.refusal() == null ? "the task to be opened" : "deny " + testCase.refusal();
        return List.of(at(testCase.line()) + "expected " + expected + ", found deny " + found + " (" + detail
                + Misnamed.inTask(policy, testCase.task(), found, detail) + ")");
    }

    private @Nullable StepResult run(PolicyTestStep step, TaskScope scope, FakeHuman human, Recorder recorder) {
        if (step.says() != null) {
            scope.addStatement(step.says());
            return null;
        }
        human.answers(step.approves());
        FakeTool tool = new FakeTool(policy, step);
        recorder.begin();
        try {
            scope.call(tool.call(), tool);
        } catch (ToolCallDeniedException | FakeTool.Failure e) {
            // What came of it stands in the record.
        }
        return recorder.result(step, tool.runs());
    }

    private List<String> failures(StepResult result, StoodThere stood) {
        List<String> failures = new ArrayList<>();
        if (!result.isAsExpected()) {
            String by = result.rules().isEmpty() ? "" : "\n    by " + String.join("\n    and ", result.rules());
            String because = new Because(stood)
                    .of(result).stream().map(line -> "\n    " + line).collect(Collectors.joining());
            failures.add(at(result.step().line()) + result.step().tool() + ": expected "
                    + result.step().expected().shown() + ", found " + result.shown()
                    + Misnamed.inCall(policy, result) + by + because);
        }
        return failures;
    }

    private String at(int line) {
        return file.file() + ":" + line + ": ";
    }
}
