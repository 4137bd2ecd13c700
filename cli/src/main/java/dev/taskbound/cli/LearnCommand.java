/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.learn.Learner;
import dev.taskbound.cli.recorded.RecordedLog;
import dev.taskbound.cli.recorded.RecordedTask;
import dev.taskbound.cli.recorded.Redecision;
import dev.taskbound.cli.recorded.Redecision.Outcome;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code learn}: 0 if the draft permits what it was learnt from, 1 if some of it cannot be said. */
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        description = {
            "Proposes the narrowest policy under which the permitted calls of recorded tasks pass: YAML to be reviewed.",
            "The log has to be recorded with arguments: ToolGuardBuilder.recordArguments(...).",
            "The draft does not load until somebody has taken the line draft: true away.",
            ""
        })
final class LearnCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LOG", description = "an audit log (JSON Lines)")
    private @Nullable Path audit;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "POLICY",
            description = "the policy that the tasks were recorded under")
    private @Nullable Path policy;

    @Option(names = "--task", paramLabel = "ID", description = "learn from this task; may be given more than once")
    private List<String> tasks = List.of();

    @Option(names = "--all", description = "learn from every task of the log")
    private boolean all;

    @Option(
            names = "--observed",
            description = "also from calls that only mode: observe let pass: it opens what the policy does not allow")
    private boolean observed;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "where to write the draft; a file that is there is kept")
    private @Nullable Path out;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (tasks.isEmpty() == !all) {
            throw new BadInputException(
                    "name the tasks to learn from with --task ID, or say --all: a task that was hijacked"
                            + " must not be learnt from");
        }
        Path file = Objects.requireNonNull(audit);
        PrintWriter err = spec.commandLine().getErr();
        RecordedLog log = Audits.read(file, err);
        Audits.requireArguments(log, file);
        Learner learner = new Learner(Policy.load(Objects.requireNonNull(policy)), observed);
        List<RecordedTask> chosen = Audits.tasks(log, tasks);
        chosen.forEach(learner::add);
        if (learner.included().isEmpty()) {
            throw new BadInputException(file + ": found no call to learn from\n" + String.join("\n", learner.notes()));
        }
        write(learner.draft());
        return replay(learner, chosen, err);
    }

    private void write(String draft) throws IOException {
        if (out == null) {
            spec.commandLine().getOut().print(draft);
            spec.commandLine().getOut().flush();
        } else {
            Files.writeString(out, draft, StandardOpenOption.CREATE_NEW);
        }
    }

    private static int replay(Learner learner, List<RecordedTask> tasks, PrintWriter err) {
        Policy learnt = learner.withoutMark();
        List<Outcome> outcomes = tasks.stream()
                .flatMap(task -> Redecision.of(learnt, task).stream())
                .filter(outcome -> {
                    var call = outcome.call();
                    return call == null || learner.included().contains(call.id());
                })
                .toList();
        long undecided =
                outcomes.stream().filter(outcome -> !outcome.isDecided()).count();
        List<Outcome> denied = outcomes.stream()
                .filter(outcome -> outcome.isDecided() && !outcome.permits())
                .toList();
        learner.notes().forEach(err::println);
        err.println("learnt from " + learner.included().size() + " calls; decided anew under the draft: "
                + denied.size() + " denied" + (undecided == 0 ? "" : ", " + undecided + " cannot be said")
                + (learner.admin() == 0 ? "" : "; " + learner.admin() + " admin calls are left out on purpose"));
        denied.forEach(outcome -> err.println("  " + outcome.outcome() + ": " + outcome.rule()));
        return denied.isEmpty() && undecided == 0 ? 0 : 1;
    }
}
