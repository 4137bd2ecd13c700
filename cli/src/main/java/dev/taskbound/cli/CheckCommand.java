/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyException;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.PolicyProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code check}: 0 if every file loads, 1 if one has mistakes (or warnings, with {@code --strict}), 2 if one is not there. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads policies and says everything that is wrong with them, with its place.",
            "What loads here loads in the application: it is the same code.",
            ""
        })
final class CheckCommand implements Callable<Integer> {
    @Parameters(paramLabel = "POLICY", arity = "1..*", description = "policy files, such as taskbound.yaml")
    private List<Path> files = List.of();

    @Option(names = "--strict", description = "exit with 1 for warnings too")
    private boolean strict;

    @Option(names = "--lock", paramLabel = "FILE", description = "the lock file of the one policy that is checked")
    private @Nullable Path lock;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        boolean isFine = true;
        List<Map<String, Object>> reports = new ArrayList<>();
        if (lock != null && files.size() > 1) {
            throw new BadInputException("--lock belongs to one policy; found " + files.size());
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new BadInputException(file + ": found no such file, expected a policy such as taskbound.yaml");
            }
            if (file.toString().endsWith(".test.yaml")) {
                throw new BadInputException(file + ": found cases, expected a policy; taskbound test runs cases");
            }
            Map<String, Object> report = check(file);
            reports.add(report);
            isFine &= Boolean.TRUE.equals(report.get("ok"));
        }
        if (output.isJson()) {
            output.json(Map.of("ok", isFine, "policies", reports));
        }
        return isFine ? 0 : 1;
    }

    private Map<String, Object> check(Path file) {
        try {
            Policy policy = Policy.load(file);
            return loaded(file, lock == null ? policy : policy.locked(PolicyLock.load(lock)));
        } catch (PolicyException e) {
            if (!output.isJson()) {
                print(file, e.problems());
            }
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("file", file.toString());
            report.put("ok", false);
            report.put("problems", e.problems().stream().map(CheckCommand::json).toList());
            return report;
        }
    }

    private Map<String, Object> loaded(Path file, Policy policy) {
        List<String> warnings = Warnings.of(policy);
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("file", file.toString());
        report.put("ok", warnings.isEmpty() || !strict);
        report.put("policy", policy.name());
        report.put("revision", policy.revision());
        report.put("version", policy.version());
        report.put("warnings", warnings);
        if (!output.isJson()) {
            output.line(file + ": policy " + policy.name() + ", revision " + policy.revision() + ": "
                    + Text.count(policy.intents().size(), "intent") + ", "
                    + Text.count(Documents.keys(policy, "tools").size(), "tool") + ", "
                    + Text.count(policy.destinations().size(), "destination") + "; no mistakes");
            output.line("  version " + policy.version());
            warnings.forEach(warning -> output.line("  warning: " + warning));
        }
        return report;
    }

    private void print(Path file, List<PolicyProblem> problems) {
        List<String> lines = Source.lines(file);
        problems.forEach(problem -> {
            output.line(problem.toString());
            Source.excerpt(lines, problem.line(), problem.column()).forEach(output::line);
        });
        output.line(file + ": " + Text.count(problems.size(), "mistake"));
    }

    private static Map<String, Object> json(PolicyProblem problem) {
        return Map.of(
                "file", problem.file(),
                "line", problem.line(),
                "column", problem.column(),
                "path", problem.path(),
                "message", problem.message());
    }
}
