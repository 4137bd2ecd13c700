/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.recorded.RecordedCall;
import dev.taskbound.cli.recorded.RecordedLog;
import dev.taskbound.cli.recorded.RecordedTask;
import dev.taskbound.cli.recorded.Redecision;
import dev.taskbound.cli.recorded.Redecision.Outcome;
import dev.taskbound.policy.Policy;
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

/** {@code diff}: 0 if both versions decide alike, 1 if not. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Says what the newer of two versions of a policy opens, and, with an audit log that was recorded with",
            "arguments, which recorded calls the two decide differently.",
            ""
        })
final class DiffCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "OLDER", description = "the older version of the policy")
    private @Nullable Path older;

    @Parameters(index = "1", paramLabel = "NEWER", description = "the newer version of the policy")
    private @Nullable Path newer;

    @Option(names = "--audit", paramLabel = "LOG", description = "an audit log to decide anew")
    private @Nullable Path audit;

    @Option(names = "--task", paramLabel = "ID", description = "only this task of the log; may be given more than once")
    private List<String> tasks = List.of();

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Policy before = Policy.load(Objects.requireNonNull(older));
        Policy after = Policy.load(Objects.requireNonNull(newer));
        List<String> widenings = before.widenings(after);
        Comparison comparison = new Comparison();
        if (audit != null) {
            RecordedLog log = Audits.read(audit, spec.commandLine().getErr());
            Audits.requireArguments(log, audit);
            Audits.tasks(log, tasks).forEach(task -> comparison.compare(task, before, after));
        }
        if (output.isJson()) {
            output.json(Map.of(
                    "opens", widenings,
                    "calls", comparison.calls,
                    "undecided", comparison.undecided,
                    "differences", comparison.differences));
        } else {
            print(widenings, comparison);
        }
        return widenings.isEmpty() && comparison.differences.isEmpty() ? 0 : 1;
    }

    private void print(List<String> widenings, Comparison comparison) {
        output.line(widenings.isEmpty() ? "The newer version opens nothing." : "The newer version opens:");
        widenings.forEach(widening -> output.line("  " + widening));
        if (audit == null) {
            output.line("Give --audit to see which recorded calls are decided differently.");
            return;
        }
        output.line(Text.count(comparison.calls, "recorded call") + ", " + comparison.differences.size()
                + " decided differently"
                + (comparison.undecided == 0 ? "" : ", " + comparison.undecided + " recorded without all arguments"));
        comparison.differences.forEach(difference -> {
            output.line("  task " + difference.get("task") + ": " + difference.get("call"));
            output.line("    before: " + difference.get("before"));
            output.line("    now:    " + difference.get("now"));
        });
    }

    private static final class Comparison {
        private final List<Map<String, Object>> differences = new ArrayList<>();
        private long calls;
        private long undecided;

        void compare(RecordedTask task, Policy before, Policy after) {
            List<Outcome> first = Redecision.of(before, task);
            List<Outcome> second = Redecision.of(after, task);
            List<RecordedCall> recorded = task.calls();
            calls += recorded.size();
            for (int i = 0; i < Math.max(1, recorded.size()); i++) {
                Outcome one = at(first, i);
                Outcome two = at(second, i);
                if (one == null || two == null || !one.isDecided() || !two.isDecided()) {
                    undecided += recorded.isEmpty() ? 0 : 1;
                } else if (!one.outcome().equals(two.outcome())) {
                    differences.add(Map.of(
                            "task", task.id(),
                            "call", name(one, two),
                            "before", shown(one),
                            "now", shown(two)));
                }
            }
        }

        /** A task that is not opened has one outcome, which is that of all its calls. */
        private static @Nullable Outcome at(List<Outcome> outcomes, int index) {
            boolean notOpened = outcomes.size() == 1 && outcomes.get(0).call() == null;
            return notOpened ? outcomes.get(0) : index < outcomes.size() ? outcomes.get(index) : null;
        }

        private static String name(Outcome one, Outcome two) {
            RecordedCall call = one.call() == null ? two.call() : one.call();
            return call == null ? "is opened" : "call " + call.id() + " of " + call.tool();
        }

        private static String shown(Outcome outcome) {
            return outcome.outcome() + (outcome.rule().isEmpty() ? "" : ", by " + outcome.rule());
        }
    }
}
