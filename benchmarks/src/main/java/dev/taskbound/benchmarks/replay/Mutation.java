/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskbound.benchmarks.replay.ExpectedWork.ExpectedTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An honest call made wrong in one way that the written rules forbid.
 *
 * @param kind what is wrong, in words
 */
record Mutation(String kind, RecordedCall call) {
    private static final String STATUS = "in the wrong state";

    /** All that can be made of a call that changes something. */
    static List<Mutation> of(ExpectedWork work, ExpectedTask task, RecordedCall call) {
        Map<String, Object> own = work.customer(task.customer());
        List<Mutation> mutations = new ArrayList<>();
        if (!work.writes().contains(call.tool().name()) || !work.customers().containsKey(task.customer())) {
            return mutations;
        }
        call.json().fieldNames().forEachRemaining(argument -> {
            String list = listOf(argument);
            if (argument.equals("user_id")) {
                others(work, task, "user_id").stream()
                        .limit(1)
                        .forEach(
                                other -> mutations.add(new Mutation("for somebody else", with(call, argument, other))));
            } else if (own.get(list) instanceof List<?>) {
                others(work, task, list).stream()
                        .limit(1)
                        .forEach(other -> mutations.add(new Mutation(
                                list.equals("payment_methods") ? "with somebody else's money" : "on what is not theirs",
                                with(call, argument, other))));
                otherStates(own, list, call.json().get(argument).asText()).stream()
                        .limit(1)
                        .forEach(other -> mutations.add(new Mutation(STATUS, with(call, argument, other))));
            }
        });
        return mutations;
    }

    /** Which of the customer's lists an argument names something of. */
    private static String listOf(String argument) {
        return switch (argument) {
            case "order_id" -> "orders";
            case "reservation_id" -> "reservations";
            case "payment_id", "payment_method_id", "payment_methods" -> "payment_methods";
            default -> "";
        };
    }

    private static List<String> others(ExpectedWork work, ExpectedTask task, String list) {
        return work.customers().entrySet().stream()
                .filter(customer -> !customer.getKey().equals(task.customer()))
                .map(customer -> customer.getValue().get(list))
                .filter(Objects::nonNull)
                .flatMap(value -> value instanceof List<?> values ? values.stream() : List.of(value).stream())
                .map(Object::toString)
                .toList();
    }

    /** Things of the same customer in another state than the one that was named, where only orders have states. */
    private static List<String> otherStates(Map<String, Object> own, String list, String named) {
        if (!list.equals("orders")) {
            return List.of();
        }
        return own.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("_" + list)
                        && entry.getValue() instanceof List<?> values
                        && !values.contains(named))
                .flatMap(entry -> ((List<?>) entry.getValue()).stream())
                .map(Object::toString)
                .toList();
    }

    private static RecordedCall with(RecordedCall call, String argument, String value) {
        ObjectNode arguments = call.json();
        JsonNode old = arguments.get(argument);
        if (old instanceof ArrayNode payments) {
            payments.forEach(payment -> ((ObjectNode) payment).put("payment_id", value));
        } else {
            arguments.put(argument, value);
        }
        return new RecordedCall(call.tool(), arguments.toString(), call.answer());
    }
}
