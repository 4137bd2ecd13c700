/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.internal.json.CanonicalJson;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command speaks: to people, or with {@code --json} to programs. */
final class Output {
    @Option(names = "--json", description = "one JSON object instead of text")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    boolean isJson() {
        return json;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void json(Map<String, ?> object) {
        out().println(CanonicalJson.write(object));
    }

    void line(String text) {
        out().println(text);
    }
}
