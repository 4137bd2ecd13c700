/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.policy.Policy;
import dev.taskbound.policytest.CaseResult;
import dev.taskbound.policytest.PolicyTestFile;
import dev.taskbound.policytest.PolicyTestRunner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code test}: 0 if every case passed, 1 if one did not, 2 if a file is wrong. */
@Command(
        name = "test",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the cases of *.test.yaml files through the real guard; tools and humans only pretend.",
            "A case: a task, its calls, and what has to come of each.",
            ""
        })
final class TestCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "CASES",
            arity = "1..*",
            description = "files of cases, or directories to look for them in")
    private List<Path> paths = List.of();

    @Option(names = "--policy", paramLabel = "POLICY", description = "another policy than the one that the files name")
    private @Nullable Path policy;

    @Option(
            names = {"-v", "--verbose"},
            description = "name the cases that passed too")
    private boolean verbose;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        Map<Path, PolicyTestFile> files = new LinkedHashMap<>();
        paths.stream()
                .flatMap(path -> PolicyTestFile.find(path).stream())
                .forEach(path -> files.put(path, PolicyTestFile.read(path)));
        List<CaseResult> all = new ArrayList<>();
        files.forEach((path, file) -> all.addAll(run(file)));
        long failed = all.stream().filter(result -> !result.passed()).count();
        if (output.isJson()) {
            output.json(json(all, List.copyOf(files.values())));
        } else {
            output.line(
                    Text.count(all.size(), "case") + ": " + (all.size() - failed) + " passed, " + failed + " failed");
        }
        return failed == 0 ? 0 : 1;
    }

    private List<CaseResult> run(PolicyTestFile file) {
        PolicyTestRunner runner = new PolicyTestRunner(Policy.load(policy == null ? file.policy() : policy), file);
        List<CaseResult> results = new ArrayList<>();
        file.cases().forEach(testCase -> {
            CaseResult result = runner.run(testCase);
            results.add(result);
            if (!output.isJson()) {
                print(result);
            }
        });
        return results;
    }

    private void print(CaseResult result) {
        if (result.passed() && verbose) {
            output.line("passed  " + result.testCase().name());
        } else if (!result.passed()) {
            output.line("FAILED  " + result.testCase().name());
            result.failures().forEach(failure -> output.line("  " + failure));
        }
    }

    private static Map<String, Object> json(List<CaseResult> results, List<PolicyTestFile> files) {
        Map<String, String> digests = new TreeMap<>();
        results.forEach(result -> {
            String intent = result.testCase().task().intent();
            digests.put(intent, PolicyTestFile.digest(intent, files));
        });
        List<Map<String, Object>> cases = results.stream()
                .map(result -> Map.<String, Object>of(
                        "name", result.testCase().name(),
                        "intent", result.testCase().task().intent(),
                        "passed", result.passed(),
                        "failures", result.failures()))
                .toList();
        boolean ok = results.stream().allMatch(CaseResult::passed);
        return Map.of("ok", ok, "cases", cases, "digests", digests);
    }
}
