/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The example of the policy guide. */
final class SupportDesk {
    static final String YAML = read();

    private SupportDesk() {}

    static Policy policy() {
        return Policy.parse("support-desk.yaml", YAML);
    }

    /** The example with the first occurrence of a text replaced. */
    static Policy with(String old, String replacement) {
        return Policy.parse("support-desk.yaml", yamlWith(old, replacement));
    }

    static String yamlWith(String old, String replacement) {
        int at = YAML.indexOf(old);
        if (at < 0) {
            throw new IllegalArgumentException("not in the example: " + old);
        }
        return YAML.substring(0, at) + replacement + YAML.substring(at + old.length());
    }

    private static String read() {
        try (InputStream in = Objects.requireNonNull(SupportDesk.class.getResourceAsStream("support-desk.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
