/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code replay}: exit code 0 when the suite was replayed, whatever came of it; 2 when a file or option is wrong. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = "Replays recorded agent work through the guard, and says what it let through.")
public final class ReplayCommand implements Callable<Integer> {
    @Option(names = "--suite", required = true, paramLabel = "FILE", description = "tools, tasks and attacks")
    private @Nullable Path suite;

    @Option(names = "--results", required = true, paramLabel = "FILE", description = "what each tool answered")
    private @Nullable Path results;

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "the policy to judge")
    private @Nullable Path policy;

    @Option(
            names = "--intents",
            paramLabel = "FILE",
            description = "each user task's intent and parameters; without it, the policy's only intent")
    private @Nullable Path intents;

    @Option(
            names = "--adaptive",
            description = "also try each attacker's calls with every value that the task has seen")
    private boolean adaptive;

    @Option(names = "--json", paramLabel = "OUT", description = "where to write the result for programs")
    private @Nullable Path json;

    @Option(
            names = "--audit",
            paramLabel = "LOG",
            description = "replay only the user tasks as they were, and record them in a new audit log with arguments,"
                    + " for taskbound learn")
    private @Nullable Path audit;

    @Spec
    private @Nullable CommandSpec spec;

    private ReplayCommand() {}

    /** @return the exit code */
    public static int run(String... args) {
        return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new ReplayCommand()).setOut(out).setErr(err).execute(args);
    }

    @Override
    public Integer call() {
        CommandLine commandLine = spec.commandLine();
        try {
            if (audit != null) {
                commandLine.getOut().println(recorded(audit) + " user tasks recorded in " + audit);
                return CommandLine.ExitCode.OK;
            }
            Found found = replay();
            ReportText.print(found.plain(), commandLine.getOut());
            if (found.adaptive() != null) {
                ReportText.print(found.adaptive(), commandLine.getOut());
            }
            if (json != null) {
                ReportJson.write(found.plain(), found.adaptive(), json);
            }
            return CommandLine.ExitCode.OK;
        } catch (BadInputException | PolicyException | IOException e) {
            commandLine.getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private int recorded(Path log) throws IOException {
        if (Files.exists(log)) {
            throw new BadInputException(log + ": found a file, expected none: a log is not written over");
        }
        Suite recorded = SuiteReader.read(suite, results);
        Policy rules = Policy.load(policy);
        IntentChoice choice = IntentChoice.of(recorded, rules, intents);
        Human human = new Human();
        try (ToolGuard guard = ReplayGuard.recording(rules, human, log)) {
            return new Replay(recorded, choice, Agents.in(policy), guard, human)
                    .runUndisturbed()
                    .size();
        }
    }

    private Found replay() {
        Suite recorded = SuiteReader.read(suite, results);
        Policy rules = Policy.load(policy);
        IntentChoice choice = IntentChoice.of(recorded, rules, intents);
        Human human = new Human();
        try (ToolGuard guard = ReplayGuard.of(rules, human)) {
            Replay replay = new Replay(recorded, choice, Agents.in(policy), guard, human);
            // Once to warm up: the times of the first few thousand calls are those of the class loader and the
            // compiler.
            replay.run();
            return new Found(replay.run(), adaptive ? replay.runAdaptive() : null);
        }
    }

    private record Found(ReplayResult plain, @Nullable AdaptiveResult adaptive) {}
}
