/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.PlainText;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The arguments of a call as the page shows them: those that decide who gets what first, bounded in number and length. */
final class ArgumentsView {
    static final int MOST = 40;
    static final int LONGEST_VALUE = 400;
    private static final int LONGEST_SHOWN = 800;
    private static final int MOST_LINES = 12;
    private static final String CUT = "…";
    private static final Pattern BLANK_LINES = Pattern.compile("\\R{3,}");
    private static final int LONGEST_NAME = 80;

    private final HeldCall held;
    private final List<Map<String, @Nullable Object>> shown = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private ArgumentsView(HeldCall held) {
        this.held = held;
    }

    static ArgumentsView of(HeldCall held) {
        ArgumentsView view = new ArgumentsView(held);
        try {
            view.add(StrictJson.parseObject(held.arguments(), JsonLimits.ARGUMENTS));
        } catch (JsonRefusedException e) {
            view.warnings.add("The arguments cannot be shown. Deny, unless you know them from elsewhere.");
        }
        return view;
    }

    List<Map<String, @Nullable Object>> shown() {
        return shown;
    }

    /** What the person has not been shown, said plainly. */
    List<String> warnings() {
        return warnings;
    }

    private void add(Map<String, @Nullable Object> arguments) {
        arguments.keySet().stream()
                .sorted(Comparator.comparing((String name) -> !isControl(name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(MOST)
                .forEach(name -> shown.add(argument(name, arguments.get(name))));
        if (arguments.size() > MOST) {
            warnings.add((arguments.size() - MOST) + " of " + arguments.size() + " arguments are not shown here.");
        }
        if (shown.stream().anyMatch(each -> Boolean.TRUE.equals(each.get("cut")))) {
            warnings.add("Long values are cut. You decide about the whole call.");
        }
    }

    private boolean isControl(String name) {
        return held.tool().control().contains(name);
    }

    private Map<String, @Nullable Object> argument(String name, @Nullable Object value) {
        String text = value instanceof String words ? words : CanonicalJson.write(value);
        int length = text.codePointCount(0, text.length());
        String shownValue = inLines(text);
        boolean isCut = length > LONGEST_VALUE || shownValue.endsWith(CUT) && !text.endsWith(CUT);
        Map<String, @Nullable Object> argument = new LinkedHashMap<>();
        argument.put("name", PlainText.printable(name, LONGEST_NAME));
        argument.put("value", shownValue);
        argument.put("cut", isCut);
        argument.put("length", length);
        argument.put("control", isControl(name));
        argument.put(
                "origins",
                held.origins().getOrDefault(name, List.of()).stream()
                        .map(ArgumentsView::inWords)
                        .toList());
        return argument;
    }

    /**
     * Line breaks are kept, so that a text stays legible, but for those that only take room; every other character that is
     * none to look at is named. Bounded in lines and in what is shown.
     */
    private static String inLines(String text) {
        String start = first(text, LONGEST_VALUE);
        List<String> lines =
                List.of(BLANK_LINES.matcher(start).replaceAll("\n\n").split("\\R", -1));
        String lined = lines.stream()
                .limit(MOST_LINES)
                .map(line -> PlainText.printable(line, LONGEST_VALUE))
                .collect(Collectors.joining("\n"));
        String shown = first(lined, LONGEST_SHOWN);
        boolean isWhole = start.length() == text.length()
                && shown.length() == lined.length()
                && lines.size() <= MOST_LINES
                && !BLANK_LINES.matcher(start).find();
        return isWhole ? shown : shown + CUT;
    }

    private static String first(String text, int points) {
        return text.codePointCount(0, text.length()) > points
                ? text.substring(0, text.offsetByCodePoints(0, points))
                : text;
    }

    /** Origins as the policy names them, in words. */
    private static String inWords(String origin) {
        String words = origin;
        if (origin.equals("statement")) {
            words = "what the person asked for";
        } else if (origin.startsWith("parameter.")) {
            words = "the task's parameter " + origin.substring("parameter.".length());
        } else if (origin.startsWith("result.")) {
            words = "a result of " + origin.substring("result.".length());
        }
        return PlainText.printable(words, LONGEST_NAME + 30);
    }
}
