/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.approval.PlainText;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.origin.FieldPath;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where in a case a value stood, or another spelling of it, that is not known all the same; and why it is not. */
final class StoodThere {
    private static final int LONGEST = 120;
    private static final int SHORTEST = 4;
    private static final Pattern NOTHING = Pattern.compile("(?!)");
    private static final Pattern SHORT_NUMBER = Pattern.compile("[0-9]{1,2}");

    private final Policy policy;
    private final List<String> said;
    private final List<StepResult> before;

    /**
     * @param said the words of the person until then
     * @param before the calls of the case until then
     */
    StoodThere(Policy policy, List<String> said, List<StepResult> before) {
        this.policy = policy;
        this.said = List.copyOf(said);
        this.before = List.copyOf(before);
    }

    /** In brackets behind the value; empty where it stood nowhere. */
    String where(String value) {
        for (StepResult each : before) {
            String returned = each.step().returns();
            Optional<ToolProfile> tool = policy.tool(each.step().tool());
            if (each.ran() && value.length() > 2 && returned.contains(value) && tool.isPresent()) {
                return " (it stood in what " + tool.get().key() + " returned, " + why(tool.get(), returned, value)
                        + ")";
            }
        }
        String spelt = spelt(value);
        return spelt.isEmpty() && said.isEmpty() ? " (the case has no statement)" : spelt;
    }

    private static String why(ToolProfile tool, String returned, String value) {
        if (tool.trustedResult()) {
            return "though not as a value of its own, or the task had sent it before";
        }
        if (tool.trustedFields().isEmpty()) {
            return "which is not trusted";
        }
        String fields = tool.trustedFields().stream().map(FieldPath::toString).collect(Collectors.joining(", "));
        return "of which only these fields are trusted: " + fields + at(returned, value);
    }

    private static String at(String returned, String value) {
        try {
            String path = path(StrictJson.parse(returned, JsonLimits.RESULTS), value, "");
            return path == null || path.isEmpty() ? "" : "; it stood at " + path;
        } catch (JsonRefusedException e) {
            return "; it is text, which has none";
        }
    }

    /** As {@code fields} writes it; null where no field is this value. */
    private static @Nullable String path(@Nullable Object tree, String value, String path) {
        if (tree instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> path(
                            entry.getValue(),
                            value,
                            path.isEmpty() ? "" + entry.getKey() : path + "." + entry.getKey()))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(null);
        }
        if (tree instanceof List<?> list) {
            return list.stream()
                    .map(each -> path(each, value, path + "[*]"))
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(null);
        }
        return value.equals(String.valueOf(tree)) ? PlainText.printable(path, LONGEST) : null;
    }

    private String spelt(String value) {
        Pattern pattern = spellings(value);
        for (StepResult each : before) {
            Matcher other = pattern.matcher(each.step().returns());
            if (each.ran() && other.find()) {
                return " (" + each.step().tool() + " returned " + another(other.group());
            }
        }
        for (String words : said) {
            Matcher other = pattern.matcher(words);
            if (other.find()) {
                return " (the person said " + another(other.group());
            }
            if (SHORT_NUMBER.matcher(value).matches() && words.matches("(?s).*\\b" + value + "\\b.*")) {
                return " (the person said it; of words, numbers with fewer than three digits are not taken)";
            }
        }
        return "";
    }

    private static String another(String spelling) {
        return "\"" + PlainText.printable(spelling, LONGEST)
                + "\", which is another value: it is given as it stands there)";
    }

    /** The same letters and digits, in either case, whatever stands between them. */
    private static Pattern spellings(String value) {
        String plain = value.replaceAll("[^\\p{L}\\p{N}]", "");
        return plain.length() < SHORTEST || plain.length() > LONGEST
                ? NOTHING
                : Pattern.compile(plain.codePoints()
                        .mapToObj(point -> Pattern.quote(Character.toString(point)))
                        .collect(
                                Collectors.joining("[\\s./-]{0,2}", "(?iu)(?<![\\p{L}\\p{N}])", "(?![\\p{L}\\p{N}])")));
    }
}
