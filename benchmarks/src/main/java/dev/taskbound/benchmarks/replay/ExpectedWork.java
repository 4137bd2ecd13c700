/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.taskbound.ToolDescriptor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Honest work of which only the calls are recorded, and the state of the business when it began: what each customer
 * owns. Every call answers with nothing.
 *
 * @param writes names of the tools that change something
 * @param customers what an application can look up about a customer, by customer
 */
record ExpectedWork(
        String name, List<ExpectedTask> tasks, List<String> writes, Map<String, Map<String, Object>> customers) {
    /** @param customer whom it is done for; an application has authenticated them */
    record ExpectedTask(String id, String customer, String prompt, List<RecordedCall> calls) {}

    /** @throws BadInputException if the file is not in the format */
    static ExpectedWork read(Path file) {
        JsonPlace document = JsonPlace.read(file);
        Map<String, ToolDescriptor> tools = new LinkedHashMap<>();
        List<String> writes = new ArrayList<>();
        for (JsonPlace tool : document.get("tools").elements()) {
            String name = tool.text("name");
            tools.put(
                    name,
                    ToolDescriptor.named(name)
                            .withDescription(tool.words("description"))
                            .withSchema(tool.json("parameters")));
            if (tool.text("side_effect").equals("write")) {
                writes.add(name);
            }
        }
        List<ExpectedTask> tasks = document.get("tasks").elements().stream()
                .map(task -> new ExpectedTask(
                        task.text("id"),
                        task.text("user_id"),
                        task.words("prompt"),
                        task.elements("calls").stream()
                                .map(call -> call(call, tools))
                                .toList()))
                .toList();
        return new ExpectedWork(document.text("suite"), tasks, writes, customers(document.get("entities")));
    }

    private static RecordedCall call(JsonPlace call, Map<String, ToolDescriptor> tools) {
        ToolDescriptor tool = tools.get(call.text("tool"));
        call.get("tool").require(tool != null, "the name of a tool in tools");
        return new RecordedCall(tool, call.json("args"), new Answer("", Map.of(), false));
    }

    private static Map<String, Map<String, Object>> customers(JsonPlace entities) {
        Map<String, Map<String, Object>> customers = new TreeMap<>();
        entities.get("users").members().forEach((id, user) -> customers.put(id, customer(id, user, entities)));
        return customers;
    }

    /** The customer's own attributes, and for each list of what they own one per state: {@code pending_orders}. */
    private static Map<String, Object> customer(String id, JsonPlace user, JsonPlace entities) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        attributes.put("user_id", id);
        user.members().forEach((name, value) -> {
            attributes.put(name, value.parameter());
            entities.find(name).ifPresent(owned -> byState(name, value, owned, attributes));
        });
        return attributes;
    }

    private static void byState(String name, JsonPlace ids, JsonPlace owned, Map<String, Object> attributes) {
        for (JsonPlace id : ids.elements()) {
            Optional<JsonPlace> thing = owned.find(id.text());
            for (String attribute : List.of("status", "cabin")) {
                thing.flatMap(found -> found.find(attribute))
                        .map(JsonPlace::node)
                        .filter(JsonNode::isTextual)
                        .ifPresent(state ->
                                list(attributes, state.textValue() + "_" + name).add(id.text()));
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> attributes, String name) {
        return (List<Object>) attributes.computeIfAbsent(name, none -> new ArrayList<>());
    }

    /** What the customer owns; nothing for one whom the file does not describe. */
    Map<String, Object> customer(String id) {
        return customers.getOrDefault(id, Map.of("user_id", id));
    }
}
