/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import java.util.List;
import java.util.Map;

/** A node of a policy file, with the place where it stands. */
sealed interface YamlNode {
    Place place();

    /** What it is, for messages: {@code found a list}. */
    String shown();

    /**
     * Text or a number.
     *
     * @param plain without quotes and not a block: then it may be something else than text
     * @param start index of its first code point in the file
     */
    record Scalar(Place place, String text, boolean plain, int start) implements YamlNode {
        boolean isNull() {
            return plain && PlainScalar.isNull(text);
        }

        @Override
        public String shown() {
            if (isNull()) {
                return "nothing";
            }
            return plain && PlainScalar.otherThanText(text).isPresent() ? text : "the text " + Shown.quoted(text);
        }
    }

    record Sequence(Place place, List<YamlNode> items) implements YamlNode {
        @Override
        public String shown() {
            return items.isEmpty() ? "an empty list" : "a list";
        }
    }

    /** Keys in the order of the file. */
    record Mapping(Place place, Map<String, Entry> entries) implements YamlNode {
        @Override
        public String shown() {
            return "a map";
        }
    }

    /** Something that was reported when it was read; whoever binds it says nothing more. */
    record Reported(Place place) implements YamlNode {
        @Override
        public String shown() {
            return "something else";
        }
    }

    /** A key with the place where it stands, and its value. */
    record Entry(Place key, YamlNode value) {}
}
