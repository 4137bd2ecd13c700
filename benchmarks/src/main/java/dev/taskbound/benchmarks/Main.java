/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks;

import dev.taskbound.benchmarks.issuer.IssuerCommand;
import dev.taskbound.benchmarks.kill.KillCommand;
import dev.taskbound.benchmarks.origins.OriginsCommand;
import dev.taskbound.benchmarks.replay.ExpectedCommand;
import dev.taskbound.benchmarks.replay.ReplayCommand;
import java.util.Arrays;

/** {@code replay …}, {@code expected …}, {@code origins …}, {@code issuer …}, {@code kill …} or {@code jmh …}. */
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] args) throws Exception {
        String command = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (command) {
            case "replay" -> System.exit(ReplayCommand.run(rest));
            case "expected" -> System.exit(ExpectedCommand.run(rest));
            case "origins" -> System.exit(OriginsCommand.run(rest));
            case "issuer" -> System.exit(IssuerCommand.run(rest));
            case "kill" -> System.exit(KillCommand.run(rest));
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default -> {
                System.err.println("expected replay, expected, origins, issuer, kill or jmh; --help shows the options");
                System.exit(USAGE);
            }
        }
    }
}
