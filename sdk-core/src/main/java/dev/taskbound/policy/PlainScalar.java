/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.internal.text.Shown;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What YAML readers of one version or another (1.1, 1.2) make of a scalar without quotes. A policy must not depend on
 * which of them is right: where text is due, such a scalar is a mistake.
 */
final class PlainScalar {
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern BOOLEAN = Pattern.compile("(?i:true|false|yes|no|on|off|y|n)");
    // Each pattern starts differently enough that matching takes time linear in the text.
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?"
            + "|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|\\.(?i:inf))|\\.(?i:nan)");
    private static final Pattern SEXAGESIMAL = Pattern.compile("[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");
    private static final Pattern TIMESTAMP =
            Pattern.compile("[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(([Tt]|[ \\t]+)[0-9]{1,2}:[0-9:.]+.*)?");
    private static final int LONGEST = 100;

    private PlainScalar() {}

    static boolean isNull(String text) {
        return NULLS.contains(text);
    }

    /**
     * The problem with a scalar where text is due, if there is one.
     *
     * @param asText whether it would be right if it were text
     */
    static Optional<String> notText(YamlNode.Scalar scalar, String expected, boolean asText) {
        if (!scalar.plain()) {
            return Optional.empty();
        }
        String quoted =
                scalar.isNull() || !asText ? "" : "; if text is meant, quote it: " + Shown.quoted(scalar.text());
        return otherThanText(scalar.text())
                .map(other -> "found " + scalar.shown() + (scalar.isNull() ? "" : " (" + other + ")") + ", expected "
                        + expected + quoted);
    }

    /** What some reader takes it for, if not for text: {@code a boolean}, {@code a number}, {@code a date}. */
    static Optional<String> otherThanText(String text) {
        if (isNull(text)) {
            return Optional.of("nothing");
        }
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        if (BOOLEAN.matcher(text).matches()) {
            return Optional.of("a boolean");
        }
        if (NUMBER.matcher(text).matches() || SEXAGESIMAL.matcher(text).matches()) {
            return Optional.of("a number");
        }
        if (TIMESTAMP.matcher(text).matches()) {
            return Optional.of("a date");
        }
        return text.equals("=") || text.equals("<<") ? Optional.of("a special value") : Optional.empty();
    }
}
