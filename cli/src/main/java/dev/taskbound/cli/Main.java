/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code taskbound COMMAND}. Exit code 0: yes; 1: no (mistakes, failed cases, findings); 2: it cannot be said. */
@Command(
        name = "taskbound",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Checks, tests, explains and compares policies: what an agent's tools may do, for which task.",
            "",
            "Begin with:  taskbound check taskbound.yaml",
            ""
        },
        footer = {
            "",
            "Exit codes: 0 all is well, 1 something was found, 2 the question could not be answered.",
            "Every command explains itself: taskbound COMMAND --help"
        },
        subcommands = {
            CheckCommand.class,
            TestCommand.class,
            ExplainCommand.class,
            ExposureCommand.class,
            DiffCommand.class,
            ReportCommand.class,
            LearnCommand.class,
            LockCommand.class,
            SchemaCommand.class,
        })
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(writer(System.out), writer(System.err), args));
    }

    private static PrintWriter writer(java.io.PrintStream stream) {
        String encoding = System.getProperty("stdout.encoding");
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return new PrintWriter(new java.io.OutputStreamWriter(stream, charset), true);
    }

    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new Main())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(new Failures());
        if (args.length == 0) {
            line.usage(out);
            return CommandLine.ExitCode.USAGE;
        }
        return line.execute(args);
    }

    /** What the jar's manifest says. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"taskbound " + (version == null ? "(not packaged)" : version)};
        }
    }
}
