/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.origins;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code origins}: exit code 0 when every case was answered, rightly or not; 2 when a file or option is wrong. */
@Command(
        name = "origins",
        mixinStandardHelpOptions = true,
        description = "Says of each case whether its value is known.")
public final class OriginsCommand implements Callable<Integer> {
    @Option(names = "--cases", required = true, paramLabel = "FILE", description = "the cases")
    private @Nullable Path cases;

    @Option(names = "--json", paramLabel = "OUT", description = "where to write the answers for programs")
    private @Nullable Path json;

    @Spec
    private @Nullable CommandSpec spec;

    private OriginsCommand() {}

    /** @return the exit code */
    public static int run(String... args) {
        return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        return new CommandLine(new OriginsCommand()).setOut(out).setErr(err).execute(args);
    }

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        try {
            Map<String, String> answers = answer(OriginCase.JSON.readTree(cases.toFile()), line.getOut());
            if (json != null) {
                OriginCase.JSON.writeValue(json.toFile(), answers);
            }
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            line.getErr().println(cases + ": cannot be read, or the answers cannot be written");
            return CommandLine.ExitCode.USAGE;
        }
    }

    private static Map<String, String> answer(JsonNode file, PrintWriter out) {
        Map<String, String> answers = new TreeMap<>();
        int right = 0;
        int expected = 0;
        for (JsonNode each : file.path("cases")) {
            String id = each.path("id").asText();
            String answer = new OriginCase(each).isKnown() ? "known" : "unknown";
            answers.put(id, answer);
            if (each.has("expect") && !each.path("contested").asBoolean()) {
                expected++;
                boolean isRight = each.path("expect").asText().equals(answer);
                right += isRight ? 1 : 0;
                if (!isRight) {
                    out.println("wrong: " + id + " is " + answer);
                }
            }
        }
        out.println(answers.size() + " cases, " + right + " of " + expected + " as expected");
        return answers;
    }
}
