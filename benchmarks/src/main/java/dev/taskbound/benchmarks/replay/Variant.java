/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskbound.benchmarks.replay.InjectionTask.InjectedCall;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An attacker's call with another value in one of its control arguments.
 *
 * @param position of the call among the attacker's
 */
record Variant(int position, RecordedCall call) {
    /** Of every call that does the harm itself, with each value that has the type of the one it takes the place of. */
    static List<Variant> of(InjectionTask injection, Map<String, List<String>> controls, Collection<String> values) {
        List<Variant> variants = new ArrayList<>();
        for (int position = 0; position < injection.calls().size(); position++) {
            InjectedCall injected = injection.calls().get(position);
            RecordedCall call = injected.call();
            List<String> arguments =
                    injected.isPrimary() ? controls.getOrDefault(call.tool().name(), List.of()) : List.of();
            for (String argument : arguments) {
                for (String value : values) {
                    int at = position;
                    with(call, argument, value).ifPresent(changed -> variants.add(new Variant(at, changed)));
                }
            }
        }
        return variants;
    }

    private static Optional<RecordedCall> with(RecordedCall call, String argument, String value) {
        ObjectNode arguments = call.json();
        JsonNode old = arguments.get(argument);
        return typed(old, value).filter(changed -> !changed.equals(old)).map(changed -> {
            arguments.set(argument, changed);
            return new RecordedCall(call.tool(), arguments.toString(), call.answer());
        });
    }

    /** Empty where the argument is not given, or the value has another type. */
    private static Optional<JsonNode> typed(JsonNode old, String value) {
        if (old == null || old.isNull() || old.isBoolean() || old.isObject()) {
            return Optional.empty();
        }
        if (old.isArray()) {
            return Optional.of(JsonNodeFactory.instance.arrayNode().add(value));
        }
        return old.isNumber() ? number(old, value) : Optional.of(JsonNodeFactory.instance.textNode(value));
    }

    private static Optional<JsonNode> number(JsonNode old, String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            return old.isIntegralNumber()
                    ? Optional.of(JsonNodeFactory.instance.numberNode(number.longValueExact()))
                    : Optional.of(JsonNodeFactory.instance.numberNode(number));
        } catch (ArithmeticException | NumberFormatException noSuchNumber) {
            return Optional.empty();
        }
    }
}
