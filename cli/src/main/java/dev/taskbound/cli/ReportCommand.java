/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.recorded.RecordedCall;
import dev.taskbound.cli.recorded.RecordedLog;
import dev.taskbound.cli.recorded.RecordedTask;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code report}: 0 if nothing was refused or would have been, 1 if something was. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Says what an audit log holds of refusals, by reason, rule and tool:",
            "what was denied, and what would have been denied had mode: observe not let it pass;",
            "and how often static secrets were used.",
            "With --policy, also which reviews of the policy are due: exit code 1 if any is.",
            "",
            "The way into an existing application: run it under mode: observe, read this report, mend the policy",
            "until what is left is what should be denied, then enforce.",
            ""
        })
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LOG", description = "an audit log (JSON Lines)")
    private @Nullable Path audit;

    @Option(names = "--task", paramLabel = "ID", description = "only this task; may be given more than once")
    private List<String> tasks = List.of();

    @Option(names = "--policy", paramLabel = "FILE", description = "a policy: also says which reviews of it are due")
    private @Nullable Path policy;

    @Option(names = "--lock", paramLabel = "FILE", description = "the policy's lock file")
    private @Nullable Path lock;

    @Mixin
    private Output output = new Output();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        RecordedLog log =
                Audits.read(Objects.requireNonNull(audit), spec.commandLine().getErr());
        Map<String, Line> observed = new TreeMap<>();
        Map<String, Line> denied = new TreeMap<>();
        List<RecordedTask> chosen = Audits.tasks(log, tasks);
        Map<String, Long> secrets = new TreeMap<>();
        long calls = 0;
        for (RecordedTask task : chosen) {
            task.staticSecrets().forEach((source, count) -> secrets.merge(source, count, Long::sum));
            for (RecordedCall call : task.calls()) {
                calls++;
                if (call.reason() != null) {
                    Map<String, Line> lines = call.observed() ? observed : denied;
                    lines.computeIfAbsent(key(task, call), key -> new Line(task.intent(), call))
                            .add(call);
                }
            }
        }
        List<String> due = reviewsDue();
        if (output.isJson()) {
            output.json(Map.of(
                    "tasks",
                    chosen.size(),
                    "calls",
                    calls,
                    "static_secrets",
                    secrets,
                    "would_be_denied",
                    json(observed),
                    "denied",
                    json(denied),
                    "reviews_due",
                    due));
        } else {
            output.line(Text.count(chosen.size(), "task") + ", " + Text.count(calls, "call"));
            secrets.forEach((source, count) -> output.line(
                    "Static secret of source " + source + ": used " + Text.count(count, "time") + ", lives on"));
            print("Would have been denied (mode: observe let it pass)", observed);
            print("Denied", denied);
            if (policy != null) {
                output.line("");
                output.line("Reviews due: " + due.size());
                due.forEach(review -> output.line("  " + Text.printable(review)));
            }
        }
        return observed.isEmpty() && denied.isEmpty() && due.isEmpty() ? 0 : 1;
    }

    private List<String> reviewsDue() {
        if (policy == null) {
            if (lock != null) {
                throw new BadInputException("--lock belongs to --policy, which is missing");
            }
            return List.of();
        }
        Policy loaded = Policy.load(policy);
        return (lock == null ? loaded : loaded.locked(PolicyLock.load(lock))).reviewsDue(Instant.now());
    }

    private static String key(RecordedTask task, RecordedCall call) {
        return String.join(
                "\t",
                task.intent(),
                call.tool(),
                String.valueOf(call.reason()),
                call.rules().toString());
    }

    private void print(String title, Map<String, Line> lines) {
        output.line("");
        output.line(title + ": "
                + Text.count(
                        lines.values().stream()
                                .mapToLong(line -> line.calls.size())
                                .sum(),
                        "call"));
        sorted(lines).forEach(line -> {
            output.line("  " + line.calls.size() + " x  " + line.first.tool() + " under " + line.intent + ": "
                    + line.first.reason() + (line.first.detail().isEmpty() ? "" : " (" + line.first.detail() + ")"));
            line.first.rules().forEach(rule -> output.line("        by " + rule));
            output.line("        such as call " + line.calls.get(0));
        });
    }

    private static List<Line> sorted(Map<String, Line> lines) {
        return lines.values().stream()
                .sorted(Comparator.comparingInt((Line line) -> line.calls.size())
                        .reversed())
                .toList();
    }

    private static List<Map<String, Object>> json(Map<String, Line> lines) {
        return sorted(lines).stream()
                .map(line -> Map.<String, Object>of(
                        "intent", line.intent,
                        "tool", line.first.tool(),
                        "reason", String.valueOf(line.first.reason()),
                        "detail", line.first.detail(),
                        "rules", line.first.rules(),
                        "calls", line.calls))
                .toList();
    }

    private static final class Line {
        private final String intent;
        private final RecordedCall first;
        private final List<String> calls = new ArrayList<>();

        Line(String intent, RecordedCall first) {
            this.intent = intent;
            this.first = first;
        }

        void add(RecordedCall call) {
            calls.add(call.id());
        }
    }
}
