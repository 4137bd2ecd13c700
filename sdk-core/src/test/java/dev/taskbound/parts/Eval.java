/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Recorded agent work to judge policies by. It is no part of the project: a machine that has it says where. */
public final class Eval implements Part {
    private static final String PROPERTY = "taskbound.eval";
    private static final String VARIABLE = "TASKBOUND_EVAL";

    @Override
    public String name() {
        return "eval";
    }

    @Override
    public String install() {
        return "give the directory of the recorded suites with -D" + PROPERTY + "=DIRECTORY or in " + VARIABLE;
    }

    @Override
    public void probe() throws IOException {
        if (suites().isEmpty()) {
            throw new IOException("no *.json in " + directory());
        }
        for (Path suite : suites()) {
            Files.readString(suite);
        }
    }

    /** @throws IOException if no directory is given */
    public static Path directory() throws IOException {
        String given = System.getProperty(PROPERTY, "");
        String directory = given.isEmpty() ? System.getenv().getOrDefault(VARIABLE, "") : given;
        if (directory.isEmpty()) {
            throw new IOException("no directory is given");
        }
        return Path.of(directory);
    }

    private static List<Path> suites() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }
}
