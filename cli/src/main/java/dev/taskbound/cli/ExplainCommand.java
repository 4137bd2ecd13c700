/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.policy.Policy;
import dev.taskbound.policytest.CaseResult;
import dev.taskbound.policytest.PolicyTestCase;
import dev.taskbound.policytest.PolicyTestFile;
import dev.taskbound.policytest.PolicyTestRunner;
import dev.taskbound.policytest.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code explain}: why a call was permitted or denied. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says of a call every rule that was looked at, what came of it, and why.",
            "The call is one of a case in a *.test.yaml file; write a case to ask about a call.",
            ""
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CASES", description = "a file of cases (*.test.yaml)")
    private @Nullable Path file;

    @Option(
            names = "--case",
            paramLabel = "WORDS",
            description = "the case whose name holds these words; all without it")
    private String words = "";

    @Option(names = "--call", paramLabel = "N", description = "which of its calls, from 1; all without it")
    private int number;

    @Option(names = "--policy", paramLabel = "POLICY", description = "another policy than the one that the file names")
    private @Nullable Path policy;

    @Option(names = "--values", description = "show the values that conditions read: they may be confidential")
    private boolean values;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        PolicyTestFile cases = PolicyTestFile.read(java.util.Objects.requireNonNull(file));
        PolicyTestRunner runner = new PolicyTestRunner(Policy.load(policy == null ? cases.policy() : policy), cases);
        List<PolicyTestCase> chosen = cases.cases().stream()
                .filter(each -> each.name().contains(words))
                .toList();
        if (chosen.isEmpty()) {
            throw new BadInputException(file + ": found no case whose name holds \"" + words + "\", expected one of\n  "
                    + String.join(
                            "\n  ",
                            cases.cases().stream().map(PolicyTestCase::name).toList()));
        }
        List<Map<String, Object>> explained = new ArrayList<>();
        chosen.forEach(each -> explain(runner.run(each), explained));
        if (output.isJson()) {
            output.json(Map.of("calls", explained));
        }
        return 0;
    }

    private void explain(CaseResult result, List<Map<String, Object>> explained) {
        List<StepResult> steps = result.steps();
        if (number > steps.size()) {
            throw new BadInputException("--call " + number + ": found " + Text.count(steps.size(), "call") + " in \""
                    + result.testCase().name() + "\"");
        }
        if (!output.isJson()) {
            output.line("Case: " + result.testCase().name());
        }
        if (steps.isEmpty()) {
            result.failures().forEach(output::line);
        }
        for (int i = 0; i < steps.size(); i++) {
            if (number == 0 || number == i + 1) {
                Explanation explanation = new Explanation(result.testCase().task(), steps.get(i), i + 1, values);
                if (output.isJson()) {
                    explained.add(explanation.json());
                } else {
                    explanation.lines().forEach(output::line);
                }
            }
        }
    }
}
