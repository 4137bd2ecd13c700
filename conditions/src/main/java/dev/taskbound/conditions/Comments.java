/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Comments, which CEL takes and conditions do not: a block of YAML that is folded into one line makes everything behind a
 * {@code //} part of the comment, also the clauses of the lines below it.
 */
final class Comments {
    static final String MESSAGE = "not expected here: //, a comment may hide what follows: put it above the key";

    /** Texts in each of CEL's quotes, so that what looks like a comment in them is none; then a comment. */
    private static final Pattern TEXT_OR_COMMENT = Pattern.compile(
            "[rR][bB]?(?:'''.*?'''|\"\"\".*?\"\"\"|'[^'\\n]*+'|\"[^\"\\n]*+\")"
                    + "|'''[^\\\\]*?(?:\\\\.[^\\\\]*?)*?'''|\"\"\"[^\\\\]*?(?:\\\\.[^\\\\]*?)*?\"\"\""
                    + "|'[^'\\\\\\n]*+(?:\\\\.[^'\\\\\\n]*+)*+'|\"[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+\""
                    + "|(//)",
            Pattern.DOTALL);

    private Comments() {}

    /** Where the first one begins, in code points. */
    static OptionalInt first(String source) {
        Matcher found = TEXT_OR_COMMENT.matcher(source);
        while (found.find()) {
            if (found.group(1) != null) {
                return OptionalInt.of(source.codePointCount(0, found.start()));
            }
        }
        return OptionalInt.empty();
    }
}
