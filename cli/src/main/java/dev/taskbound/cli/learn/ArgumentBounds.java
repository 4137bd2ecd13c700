/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.learn;

import dev.taskbound.cli.recorded.RecordedArgument;
import dev.taskbound.internal.json.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The bounds that the values of one argument were seen within, as a condition. A value that no trusted origin held is in
 * none: it may be an attacker's.
 */
final class ArgumentBounds {
    private static final int MOST_VALUES = 20;
    private static final int LONGEST = 300;

    private final SeenCalls calls;
    private final List<String> conditions = new ArrayList<>();
    private final List<String> comments = new ArrayList<>();

    /** @param declared the arguments that the policy declares; empty where it declares none */
    ArgumentBounds(SeenCalls calls, Collection<String> declared) {
        this.calls = calls;
        Set<String> names = calls.arguments();
        names.forEach(this::bound);
        declared.stream()
                .filter(name -> !names.contains(name) && isIdentifier(name))
                .sorted()
                .forEach(name -> conditions.add("!has(args." + name + ")"));
    }

    List<String> conditions() {
        return conditions;
    }

    /** What was seen of each argument, for whoever reviews the draft. */
    List<String> comments() {
        return comments;
    }

    private void bound(String name) {
        List<RecordedArgument> seen = calls.of(name);
        String condition = isIdentifier(name) ? condition(name, seen) : null;
        if (condition != null) {
            boolean optional = seen.size() < calls.size();
            conditions.add(optional ? "(!has(args." + name + ") || " + condition + ")" : condition);
        }
        comments.add(name + ": " + described(seen, condition));
    }

    private @Nullable String condition(String name, List<RecordedArgument> seen) {
        String same = calls.parameterThatIs(name);
        if (same != null) {
            return "args." + name + " == task." + same;
        }
        String list = calls.parameterThatHolds(name);
        if (list != null) {
            return "args." + name + " in task." + list;
        }
        if (!seen.stream().allMatch(argument -> argument.hasValue() && argument.known())) {
            return null;
        }
        return values("args." + name, seen);
    }

    private static @Nullable String values(String path, List<RecordedArgument> seen) {
        if (seen.stream().allMatch(argument -> argument.value() instanceof Number)) {
            return range(path, seen);
        }
        if (seen.stream().allMatch(argument -> isScalar(argument.value()))) {
            return oneOf(path, seen.stream().map(RecordedArgument::value).toList());
        }
        boolean lists = seen.stream()
                .allMatch(argument -> argument.value() instanceof List<?> list
                        && list.stream().allMatch(ArgumentBounds::isScalar));
        if (!lists) {
            return null;
        }
        List<Object> elements = new ArrayList<>();
        seen.forEach(argument -> {
            if (argument.value() instanceof List<?> list) {
                elements.addAll(list);
            }
        });
        String each = oneOf("each", elements);
        return each == null ? null : path + ".all(each, " + each + ")";
    }

    private static String range(String path, List<RecordedArgument> seen) {
        List<BigDecimal> numbers = seen.stream()
                .map(argument -> new BigDecimal(String.valueOf(argument.value())))
                .sorted()
                .toList();
        String least = literal(numbers.get(0));
        String most = literal(numbers.get(numbers.size() - 1));
        return least.equals(most) ? path + " == " + most : path + " >= " + least + " && " + path + " <= " + most;
    }

    private static String literal(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    private static @Nullable String oneOf(String path, List<?> values) {
        Set<String> literals =
                values.stream().map(ArgumentBounds::literal).collect(Collectors.toCollection(TreeSet::new));
        String list = "[" + String.join(", ", literals) + "]";
        if (literals.isEmpty() || literals.size() > MOST_VALUES || list.length() > LONGEST) {
            return null;
        }
        return literals.size() == 1 ? path + " == " + literals.iterator().next() : path + " in " + list;
    }

    private static String literal(Object value) {
        return value instanceof Number ? literal(new BigDecimal(value.toString())) : CanonicalJson.write(value);
    }

    private static boolean isScalar(@Nullable Object value) {
        return value instanceof String || value instanceof Number || value instanceof Boolean;
    }

    private static boolean isIdentifier(String name) {
        return name.matches("[A-Za-z_][A-Za-z0-9_]*");
    }

    private String described(List<RecordedArgument> seen, @Nullable String condition) {
        Set<String> origins = new TreeSet<>();
        seen.forEach(argument -> origins.addAll(argument.origins()));
        String from = origins.isEmpty() ? "of no trusted origin" : "from " + String.join(", ", origins);
        long hidden = seen.stream().filter(argument -> !argument.hasValue()).count();
        String recorded = hidden == 0 ? "" : ", " + hidden + " of them not recorded";
        String bound = condition == null ? "; NOT BOUND" : "";
        return "seen " + seen.size() + " times, " + from + recorded + bound;
    }
}
