/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.policy.Policy;
import dev.taskbound.policytest.CaseResult;
import dev.taskbound.policytest.PolicyTestCase;
import dev.taskbound.policytest.PolicyTestFile;
import dev.taskbound.policytest.PolicyTestRunner;
import dev.taskbound.policytest.StepResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: why a call was permitted or denied. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says of a call every rule that was looked at, what came of it, and why.",
            "The call is one of a case in a *.test.yaml file, or with --id one of an audit log, which is decided anew",
            "under --policy if the log was recorded with arguments.",
            ""
        })
final class ExplainCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "a file of cases (*.test.yaml), or an audit log (with --id)")
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

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "the id of a call, or of an approval, in the audit log FILE")
    private @Nullable String id;

    @Option(names = "--values", description = "show the values that conditions read: they may be confidential")
    private boolean values;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (id != null) {
            return recorded(id);
        }
        PolicyTestFile cases = PolicyTestFile.read(Objects.requireNonNull(file));
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

    private int recorded(String wanted) throws IOException {
        RecordedExplanation explanation = RecordedExplanation.of(
                Objects.requireNonNull(file), wanted, policy == null ? null : Policy.load(policy), values, spec);
        if (output.isJson()) {
            output.json(Map.of("calls", List.of(explanation.json())));
        } else {
            explanation.lines().forEach(output::line);
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
