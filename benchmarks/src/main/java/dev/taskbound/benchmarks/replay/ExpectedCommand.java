/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Intent;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code expected}: exit code 0 when the work was replayed, whatever came of it; 2 when a file or option is wrong. */
@Command(
        name = "expected",
        mixinStandardHelpOptions = true,
        description = "Replays honest work with its expected calls, and says which of them a policy denies.")
public final class ExpectedCommand implements Callable<Integer> {
    @Option(names = "--suite", required = true, paramLabel = "FILE", description = "tools, tasks and who owns what")
    private @Nullable Path suite;

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "a policy with one intent")
    private @Nullable Path policy;

    @Spec
    private @Nullable CommandSpec spec;

    private ExpectedCommand() {}

    /** @return the exit code */
    public static int run(String... args) {
        return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new ExpectedCommand()).setOut(out).setErr(err).execute(args);
    }

    @Override
    public Integer call() {
        CommandLine commandLine = spec.commandLine();
        try {
            replay(suite, policy).print(commandLine.getOut());
            return CommandLine.ExitCode.OK;
        } catch (BadInputException | PolicyException e) {
            commandLine.getErr().println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    static ExpectedResult replay(Path suite, Path policy) {
        ExpectedWork work = ExpectedWork.read(suite);
        Policy rules = Policy.load(policy);
        if (rules.intents().size() != 1) {
            throw new BadInputException(policy + ": intents: found "
                    + rules.intents().keySet() + ", expected one, under which all work is done");
        }
        Intent intent = rules.intents().values().iterator().next();
        Human human = new Human();
        try (ToolGuard guard = ReplayGuard.of(rules, human)) {
            return new ExpectedReplay(work, intent, Agents.in(policy), guard, human).run();
        }
    }
}
