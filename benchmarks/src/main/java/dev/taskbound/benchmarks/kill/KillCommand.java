/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.kill;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kill}: exit code 0 when nothing left after any kill had returned, 1 otherwise. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = "Kills everything while many calls send, and looks at when the last byte arrives.")
public final class KillCommand implements Callable<Integer> {
    @Option(names = "--threads", defaultValue = "200", description = "how many make calls; ${DEFAULT-VALUE} by default")
    private int threads;

    @Option(names = "--rounds", defaultValue = "10", description = "how many kills; ${DEFAULT-VALUE} by default")
    private int rounds;

    @Spec
    private @Nullable CommandSpec spec;

    private KillCommand() {}

    /** @return the exit code */
    public static int run(String... args) {
        return new CommandLine(new KillCommand()).execute(args);
    }

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<KillRound.Figures> all = new ArrayList<>();
        new KillRound(threads).run();
        for (int i = 0; i < rounds; i++) {
            all.add(new KillRound(threads).run());
        }
        out.printf("%d kills of %d threads on four destinations, milliseconds%n", rounds, threads);
        line(out, "kill to its last cut (the metric)", all, KillRound.Figures::cut);
        line(out, "kill to the last byte that was handed to the system", all, KillRound.Figures::lastSent);
        line(out, "kill to the last byte that arrived", all, KillRound.Figures::lastArrived);
        line(out, "kill to its return", all, KillRound.Figures::returned);
        line(out, "calls stopped", all, KillRound.Figures::calls);
        long late =
                all.stream().filter(each -> each.lastSent() > each.returned()).count();
        out.println("kills after whose return a byte was handed to the system: " + late);
        long begun = all.stream().mapToLong(KillRound.Figures::begunLater).sum();
        out.println("requests that arrived and were begun after the return of a kill: " + begun);
        out.flush();
        return late + begun == 0 ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void line(
            PrintWriter out, String what, List<KillRound.Figures> all, ToDoubleFunction<KillRound.Figures> figure) {
        List<Double> sorted = all.stream()
                .map(figure::applyAsDouble)
                .sorted(Comparator.naturalOrder())
                .toList();
        out.printf(
                "%-55s median %8.1f  worst %8.1f%n",
                what, sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }
}
