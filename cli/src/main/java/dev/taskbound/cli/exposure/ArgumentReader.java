/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.exposure;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.exposure.Bounds.Bound;
import dev.taskbound.cli.exposure.Exposure.ArgumentExposure;
import dev.taskbound.cli.exposure.Exposure.Hold;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holds the arguments of one tool under one intent. */
final class ArgumentReader {
    /** Stands for arguments that the policy does not name. */
    static final String OTHERS = "(any other: args declares none)";

    private static final Pattern MENTIONED = Pattern.compile("\\bargs\\.([A-Za-z_][A-Za-z0-9_]*)");

    private final Map<String, Object> described;
    private final Map<String, Object> intent;
    private final ToolProfile tool;
    private final List<Map<String, Object>> rules;

    ArgumentReader(Policy policy, Map<String, Object> intent, ToolProfile tool, List<Map<String, Object>> rules) {
        this.described = Documents.map(policy.document().get("tools"), tool.key());
        this.intent = intent;
        this.tool = tool;
        this.rules = rules;
    }

    /** Declared arguments; where there are none, those that the policy names anywhere. */
    List<String> names() {
        TreeSet<String> names = new TreeSet<>(tool.arguments().keySet());
        if (names.isEmpty()) {
            names.addAll(control());
            names.addAll(Documents.map(described.get("content")).keySet());
            rules.forEach(rule -> {
                Matcher mentioned = MENTIONED.matcher(String.valueOf(rule.get("when")));
                while (mentioned.find()) {
                    names.add(mentioned.group(1));
                }
            });
        }
        return List.copyOf(names);
    }

    List<ArgumentExposure> read() {
        List<ArgumentExposure> read = new ArrayList<>();
        names().forEach(name -> read.add(argument(name)));
        if (tool.arguments().isEmpty()) {
            List<Bound> human = human();
            read.add(exposure(OTHERS, human));
        }
        read.sort(Comparator.comparing(ArgumentExposure::hold).reversed().thenComparing(ArgumentExposure::name));
        return read;
    }

    /** Parts of the rules' conditions that hold no argument as far as is understood. */
    List<String> uncounted() {
        return rules.stream()
                .map(rule -> Documents.text(rule.get("when")))
                .filter(Objects::nonNull)
                .flatMap(when -> Bounds.uncounted(when, names()).stream())
                .distinct()
                .toList();
    }

    private ArgumentExposure argument(String name) {
        List<Bound> bounds = new ArrayList<>(conditions(name));
        if (control().contains(name)) {
            bounds.add(bound(Hold.ORIGIN, from(name) + otherwise()));
        }
        Object untrusted =
                Documents.map(Documents.map(described.get("content")).get(name)).get("untrusted_entities");
        if (untrusted != null) {
            boolean asks = untrusted.equals("approve");
            bounds.add(bound(
                    Hold.NARROWED,
                    "free text; links, addresses and numbers in it are known"
                            + (asks ? otherwise() : ", else denied")));
        }
        bounds.addAll(human());
        return exposure(name, bounds);
    }

    private static ArgumentExposure exposure(String name, List<Bound> bounds) {
        Hold firmest =
                bounds.stream().map(Bound::hold).min(Comparator.naturalOrder()).orElse(Hold.FREE);
        return new ArgumentExposure(name, firmest, Bounds.words(bounds));
    }

    /** What the conditions of all rules hold: as firmly as the loosest rule does, nothing if one rule does not. */
    private List<Bound> conditions(String name) {
        List<List<Bound>> each = rules.stream()
                .map(rule -> {
                    String when = Documents.text(rule.get("when"));
                    return when == null ? List.<Bound>of() : Bounds.of(when, name);
                })
                .toList();
        if (each.stream().anyMatch(List::isEmpty)) {
            return List.of();
        }
        if (each.size() == 1) {
            return each.get(0);
        }
        Hold loosest = each.stream()
                .map(bounds -> bounds.stream()
                        .map(Bound::hold)
                        .min(Comparator.naturalOrder())
                        .orElse(Hold.FREE))
                .max(Comparator.naturalOrder())
                .orElse(Hold.FREE);
        List<String> words =
                each.stream().flatMap(List::stream).map(Bound::words).distinct().toList();
        return List.of(bound(loosest, String.join(" or ", words)));
    }

    /** A human who looks at every call holds every argument of it. */
    private List<Bound> human() {
        boolean always = rules.stream()
                .map(rule -> Documents.map(rule.get("approval")))
                .allMatch(approval ->
                        !approval.isEmpty() && !approval.containsKey("when") && !approval.containsKey("above"));
        return always ? List.of(bound(Hold.HUMAN, "a human who looks at each call")) : List.of();
    }

    private List<String> control() {
        Object control = described.get("control");
        return control instanceof Map<?, ?>
                ? List.copyOf(Documents.map(control).keySet())
                : Documents.list(control).stream().map(String::valueOf).toList();
    }

    private String from(String name) {
        List<?> from = Documents.list(
                Documents.map(Documents.map(described.get("control")).get(name)).get("from"));
        return from.isEmpty()
                ? "a known value"
                : "a value from "
                        + String.join(", ", from.stream().map(String::valueOf).toList());
    }

    private String otherwise() {
        Object group = Documents.map(intent.get("unknown_origin")).get("approve");
        return group == null ? ", else denied" : ", else " + group + " is asked";
    }

    private static Bound bound(Hold hold, String words) {
        return new Bound(hold, words, java.util.Optional.empty());
    }
}
