/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files that tests start from. */
final class PolicyFiles {
    /** A small file in which every kind of entry stands once. */
    static final String BASE = read("base.yaml");

    private PolicyFiles() {}

    static String read(String name) {
        try (InputStream in = Objects.requireNonNull(PolicyFiles.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text with the first occurrence of another one replaced; that there is none is a mistake of the test. */
    static String replace(String text, String old, String replacement) {
        int at = text.indexOf(old);
        if (at < 0) {
            throw new IllegalArgumentException("not in the file: " + old);
        }
        return text.substring(0, at) + replacement + text.substring(at + old.length());
    }
}
