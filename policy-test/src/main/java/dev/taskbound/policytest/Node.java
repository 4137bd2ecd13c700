/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A node of a YAML file, with the line where it stands. */
sealed interface Node {
    int line();

    /** What it is, for messages. */
    String shown();

    /** Text, {@code Long}, {@code BigDecimal}, {@code Boolean} or null. */
    record Scalar(int line, @Nullable Object value) implements Node {
        @Override
        public String shown() {
            return value == null
                    ? "nothing"
                    : value instanceof String ? "the text \"" + value + "\"" : value.toString();
        }
    }

    record Items(int line, List<Node> items) implements Node {
        @Override
        public String shown() {
            return "a list";
        }
    }

    /** Keys in the order of the file, and the line of each. */
    record Fields(int line, Map<String, Node> fields, Map<String, Integer> lines) implements Node {
        @Override
        public String shown() {
            return "a map";
        }
    }
}
