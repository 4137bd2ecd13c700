/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs commands as a shell would, and keeps what they said. */
final class Cli {
    private final Path directory;
    private String out = "";
    private String err = "";

    Cli(Path directory) {
        this.directory = directory;
    }

    int run(String... arguments) {
        StringWriter outText = new StringWriter();
        StringWriter errText = new StringWriter();
        int code = Main.run(new PrintWriter(outText, true), new PrintWriter(errText, true), arguments);
        out = outText.toString();
        err = errText.toString();
        return code;
    }

    String out() {
        return out;
    }

    String err() {
        return err;
    }

    String file(String name) {
        return directory.resolve(name).toString();
    }

    String write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    String read(String name) throws IOException {
        return Files.readString(directory.resolve(name));
    }
}
