/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static dev.taskbound.conditions.RefundConditions.ENVIRONMENT;
import static dev.taskbound.conditions.RefundConditions.FUNCTIONS;
import static dev.taskbound.conditions.RefundConditions.variables;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;

/** Whatever text and whatever values: an answer or a {@link ConditionException}, nothing else. */
class FuzzTest {
    private static final int CONDITIONS = 300;

    private static final List<String> TOKENS = List.of(
            "args",
            "task",
            "extra",
            "anything",
            "now",
            ".",
            ".",
            ".amount",
            ".to",
            ".lines",
            ".customer.iban",
            ".x",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ":",
            "?",
            "&&",
            "||",
            "!",
            "-",
            "+",
            "*",
            "/",
            "%",
            "==",
            "!=",
            "<",
            "<=",
            " in ",
            "1",
            "0",
            "2.5",
            "1u",
            "null",
            "true",
            "false",
            "'a'",
            "'[a'",
            "b'x'",
            "\"",
            "'",
            "\\",
            ".all(x,",
            ".map(y,",
            ".exists_one(z,",
            "has(",
            "known(",
            "origins(",
            "size(",
            "int(",
            "string(",
            "timestamp(",
            "duration(",
            "type(",
            "dyn(",
            ".matches(",
            ".getHours(",
            "x",
            "y",
            "\n",
            " ",
            "@",
            "é",
            "𝄞");

    @RepeatedTest(2)
    void noTextIsTooStrange() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < CONDITIONS; i++) {
            attempt(seed, tokens(random), variables());
        }
    }

    @RepeatedTest(2)
    void noValueIsTooStrange() {
        long seed = new SplittableRandom().nextLong();
        SplittableRandom random = new SplittableRandom(seed);
        List<String> sources = List.of(
                "anything == extra",
                "anything < 5",
                "anything.a == 1",
                "anything + anything == 2",
                "known(anything)",
                "anything.all(x, x == 1)",
                "anything in [1, 2.5, 'a']",
                "anything[0] == anything",
                "!anything",
                "args == anything",
                "args.lines.all(l, l.quantity > 0)",
                "size(anything) > 0",
                "now < anything",
                "args.amount < 5 && args.count == 2",
                "anything ? true : false",
                "string(anything) == 'x'");
        for (int i = 0; i < CONDITIONS; i++) {
            Map<String, Object> variables = new HashMap<>();
            for (String name : List.of("args", "task", "extra", "anything", "now")) {
                variables.put(name, value(random, 4));
            }
            attempt(seed, sources.get(random.nextInt(sources.size())), variables);
        }
    }

    private static void attempt(long seed, String source, Map<String, Object> variables) {
        try {
            ENVIRONMENT.compile(source).test(variables, FUNCTIONS);
        } catch (ConditionException expected) {
            if (expected.problems().isEmpty()) {
                throw new AssertionError("Seed " + seed + ", no problem named: " + source);
            }
        } catch (RuntimeException | Error e) {
            throw new AssertionError("Seed " + seed + ", condition " + source, e);
        }
    }

    private static String tokens(SplittableRandom random) {
        StringBuilder source = new StringBuilder();
        for (int count = random.nextInt(1, 20); count > 0; count--) {
            source.append(TOKENS.get(random.nextInt(TOKENS.size())));
        }
        return source.toString();
    }

    private static @Nullable Object value(SplittableRandom random, int depth) {
        return switch (random.nextInt(depth == 0 ? 8 : 12)) {
            case 0 -> null;
            case 1 -> random.nextLong();
            case 2 -> Double.longBitsToDouble(random.nextLong());
            case 3 -> new BigDecimal("1e" + random.nextInt());
            case 4 -> "text" + random.nextInt(3);
            case 5 -> random.nextBoolean();
            case 6 -> Instant.ofEpochSecond(random.nextInt());
            case 7 -> new Object();
            case 8, 9 -> list(random, depth - 1);
            default -> map(random, depth - 1);
        };
    }

    private static List<Object> list(SplittableRandom random, int depth) {
        List<Object> list = new ArrayList<>();
        for (int size = random.nextInt(4); size > 0; size--) {
            list.add(value(random, depth));
        }
        return list;
    }

    private static Map<Object, Object> map(SplittableRandom random, int depth) {
        Map<Object, Object> map = new HashMap<>();
        List<Object> keys = List.of("a", "amount", "count", "lines", "customer", 5);
        for (int size = random.nextInt(5); size > 0; size--) {
            map.put(keys.get(random.nextInt(keys.size())), value(random, depth));
        }
        return map;
    }
}
