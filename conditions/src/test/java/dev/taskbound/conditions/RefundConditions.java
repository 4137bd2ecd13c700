/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.Map.entry;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of a refund tool, as a policy declares them, and values for one call. */
final class RefundConditions {
    static final ConditionEnvironment ENVIRONMENT = ConditionEnvironment.builder()
            .variable(
                    "args",
                    ValueType.record(Map.of(
                            "amount", ValueType.NUMBER,
                            "to", ValueType.STRING,
                            "count", ValueType.INTEGER,
                            "urgent", ValueType.BOOLEAN,
                            "note", ValueType.STRING,
                            "customer", ValueType.record(Map.of("iban", ValueType.STRING)),
                            "lines", ValueType.listOf(ValueType.record(Map.of("quantity", ValueType.INTEGER))))))
            .variable(
                    "task",
                    ValueType.record(
                            Map.of("max_refund", ValueType.NUMBER, "recipients", ValueType.listOf(ValueType.STRING))))
            .variable("extra", ValueType.mapOf(ValueType.DYNAMIC))
            .variable("anything", ValueType.DYNAMIC)
            .variable("now", ValueType.TIMESTAMP)
            .labels(List.of("pii", "secret"))
            .origins(List.of("statement", "parameter.max_refund", "result.look_up"))
            .build();

    static final ConditionFunctions FUNCTIONS = new ConditionFunctions() {
        @Override
        public boolean known(@Nullable Object value) {
            return "bob@example.com".equals(value);
        }

        @Override
        public List<String> origins(@Nullable Object value) {
            return List.of("statement");
        }

        @Override
        public List<String> entities(@Nullable Object value) {
            return value instanceof String text && text.contains("http://") ? List.of("http://x.example") : List.of();
        }

        @Override
        public boolean label(String label) {
            return label.equals("pii");
        }

        @Override
        public boolean label(@Nullable Object value, String label) {
            return label.equals("pii") && "bob@example.com".equals(value);
        }
    };

    static Map<String, Object> arguments() {
        return new HashMap<>(Map.ofEntries(
                entry("amount", new BigDecimal("99.50")),
                entry("to", "bob@example.com"),
                entry("count", 3),
                entry("urgent", true),
                entry("customer", Map.of("iban", "DE89370400440532013000")),
                entry("lines", List.of(Map.of("quantity", 1), Map.of("quantity", 2)))));
    }

    static Map<String, Object> variables() {
        Map<String, Object> extra = new HashMap<>();
        extra.put("whole", new BigDecimal("2.0"));
        extra.put("half", 1.5);
        extra.put("text", "abc");
        extra.put("nothing", null);
        return new HashMap<>(Map.of(
                "args", arguments(),
                "task", Map.of("max_refund", 500, "recipients", List.of("ann@example.com", "bob@example.com")),
                "extra", extra,
                "anything", 100,
                "now", Instant.parse("2026-11-02T09:30:00Z")));
    }

    static boolean test(String source) throws ConditionException {
        return test(source, variables());
    }

    static boolean test(String source, Map<String, Object> variables) throws ConditionException {
        return ENVIRONMENT.compile(source).test(variables, FUNCTIONS);
    }

    static boolean testWithArgument(String source, String name, @Nullable Object value) throws ConditionException {
        Map<String, Object> arguments = arguments();
        arguments.put(name, value);
        Map<String, Object> variables = variables();
        variables.put("args", arguments);
        return test(source, variables);
    }

    private RefundConditions() {}
}
