/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.mcp;

import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.CallCode;
import dev.taskbound.approval.PlainText;
import dev.taskbound.internal.json.CanonicalJson;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A call in plain words; values in it are printable, on one line each and bounded. */
final class QuestionText {
    private static final int LONGEST_TEXT = 600;
    private static final int LONGEST_VALUE = 200;
    private static final int MOST_ARGUMENTS = 20;

    private QuestionText() {}

    static String of(ApprovalRequest request) {
        StringBuilder text = new StringBuilder("Approve exactly this call?\n");
        text.append(shown(request.text(), LONGEST_TEXT)).append('\n');
        line(text, "Code", CallCode.of(request.callDigest()));
        line(text, "Tool", request.tool().key() + " (" + request.tool().action().word() + ")");
        line(text, "Task", request.task().intent() + ", agent " + request.task().agent());
        new TreeMap<>(request.arguments())
                .entrySet().stream()
                        .limit(MOST_ARGUMENTS)
                        .forEach(argument -> line(
                                text,
                                argument.getKey() + origin(request, argument.getKey()),
                                json(argument.getValue())));
        if (request.arguments().size() > MOST_ARGUMENTS) {
            line(text, "Not shown", (request.arguments().size() - MOST_ARGUMENTS) + " more arguments");
        }
        String purpose = request.purpose();
        if (purpose != null) {
            line(text, "The model says, and nobody vouches for it", "\"" + purpose + "\"");
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(shown(name, LONGEST_VALUE))
                .append(": ")
                .append(shown(value, LONGEST_VALUE))
                .append('\n');
    }

    private static String origin(ApprovalRequest request, String argument) {
        List<String> origins = request.origins().getOrDefault(argument, List.of());
        return origins.isEmpty() ? " (origin not known)" : " (from " + String.join(", ", origins) + ")";
    }

    private static String json(@Nullable Object value) {
        return value instanceof String text ? text : CanonicalJson.write(value);
    }

    private static String shown(String text, int longest) {
        return PlainText.printable(text, longest);
    }
}
