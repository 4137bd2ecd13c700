/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A small suite that these tests made up, its files in a directory where a test can spoil them. */
final class Library {
    private final Path directory;
    private final List<String> options = new ArrayList<>();

    Library(Path directory) {
        this.directory = directory;
        options.addAll(List.of("--suite", copy("library.json"), "--results", copy("library-results.json")));
    }

    Library lenient() {
        options.addAll(List.of("--policy", copy("library.yaml")));
        return this;
    }

    Library strict() {
        options.addAll(List.of("--policy", copy("library-strict.yaml")));
        options.addAll(List.of("--intents", copy("library-strict.intents.json")));
        return this;
    }

    Library option(String name, String value) {
        options.addAll(value.isEmpty() ? List.of(name) : List.of(name, value));
        return this;
    }

    Path file(String name) {
        return directory.resolve(name);
    }

    /** Spoils a file, which must hold the text that is replaced. */
    Library replace(String name, String text, String other) {
        try {
            String content = Files.readString(file(name));
            if (!content.contains(text)) {
                throw new IllegalArgumentException(name + " does not hold " + text);
            }
            Files.writeString(file(name), content.replace(text, other));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Ran replay() {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(options);
        if (!all.contains("--json")) {
            all.addAll(List.of("--json", file("out.json").toString()));
        }
        int exitCode = ReplayCommand.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
        return new Ran(exitCode, out.toString(), err.toString(), file("out.json"));
    }

    Suite read() {
        return SuiteReader.read(file("library.json"), file("library-results.json"));
    }

    private String copy(String name) {
        try (InputStream resource = Library.class.getResourceAsStream(name)) {
            Files.writeString(file(name), new String(resource.readAllBytes(), StandardCharsets.UTF_8));
            return file(name).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    record Ran(int exitCode, String out, String err, Path json) {
        JsonNode report() {
            try {
                return new ObjectMapper().readTree(json.toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
