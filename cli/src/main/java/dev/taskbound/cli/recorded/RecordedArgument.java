/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.recorded;

import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An argument or a parameter as it was recorded.
 *
 * @param hasValue whether its value was recorded: not if it was redacted or too long
 * @param value its value; null also where there is none
 * @param known whether a trusted origin held it; of a parameter, whether the application set it
 * @param origins the trusted origins that held it
 * @param labels labels of results that held it
 * @param entitiesKnown whether a trusted origin held every link, address and account number in it
 */
public record RecordedArgument(
        String name,
        boolean hasValue,
        @Nullable Object value,
        boolean known,
        List<String> origins,
        List<String> labels,
        boolean entitiesKnown) {

    static List<RecordedArgument> of(@Nullable Object list) {
        List<RecordedArgument> arguments = new ArrayList<>();
        if (list instanceof List<?> recorded) {
            recorded.forEach(each -> arguments.add(of((Map<?, ?>) each)));
        }
        return arguments;
    }

    private static RecordedArgument of(Map<?, ?> recorded) {
        Object text = recorded.get("value");
        boolean known = recorded.containsKey("by_model")
                ? !Boolean.TRUE.equals(recorded.get("by_model"))
                : Boolean.TRUE.equals(recorded.get("known"));
        return new RecordedArgument(
                String.valueOf(recorded.get("name")),
                text != null,
                text == null ? null : parsed(String.valueOf(text)),
                known,
                texts(recorded.get("origins")),
                texts(recorded.get("labels")),
                Boolean.TRUE.equals(recorded.get("entities_known")));
    }

    private static @Nullable Object parsed(String json) {
        try {
            return StrictJson.parse(json, JsonLimits.ARGUMENTS);
        } catch (JsonRefusedException e) {
            return null;
        }
    }

    static List<String> texts(@Nullable Object list) {
        return list instanceof List<?> texts
                ? texts.stream().map(String::valueOf).toList()
                : List.of();
    }

    @Override
    public String toString() {
        return "RecordedArgument[" + name + "]";
    }
}
