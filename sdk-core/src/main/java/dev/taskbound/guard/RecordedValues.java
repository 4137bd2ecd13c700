/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.TaskRequest;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.origin.Origins;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Arguments and parameters as attributes of audit records. Values are JSON texts, so that null and numbers survive. */
final class RecordedValues {
    private RecordedValues() {}

    /** {@code arguments} and {@code labels_seen}; nothing where arguments are not recorded. */
    static Map<String, Object> ofCall(@Nullable ArgumentRecording recording, FrozenCall call, Origins origins) {
        if (recording == null) {
            return Map.of();
        }
        String tool = call.tool().profile().key();
        List<Map<String, Object>> arguments = new ArrayList<>();
        call.arguments().forEach((name, value) -> {
            Map<String, Object> argument = value(name, value, recording.redacts(tool, name), recording.longest());
            argument.put("known", origins.known(value));
            argument.put("origins", origins.fields(value).stream().sorted().toList());
            argument.put("labels", origins.labels(value).stream().sorted().toList());
            argument.put("entities_known", origins.unknownEntities(value).isEmpty());
            arguments.add(argument);
        });
        return Map.of(
                "arguments",
                arguments,
                "labels_seen",
                origins.labelsSeen().stream().sorted().toList());
    }

    /** {@code parameters} and the principal's {@code roles}; nothing where arguments are not recorded. */
    static Map<String, Object> ofTask(@Nullable ArgumentRecording recording, TaskRequest request) {
        if (recording == null) {
            return Map.of();
        }
        List<Map<String, Object>> parameters = new ArrayList<>();
        request.parameters().forEach((name, value) -> {
            Map<String, Object> parameter = value(name, value, recording.redactsParameter(name), recording.longest());
            parameter.put("by_model", request.modelParameters().contains(name));
            parameters.add(parameter);
        });
        List<String> roles = request.principal()
                .map(principal -> principal.roles().stream().sorted().toList())
                .orElse(List.of());
        return Map.of("parameters", parameters, "roles", roles);
    }

    private static Map<String, Object> value(String name, @Nullable Object value, boolean redact, int longest) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        recorded.put("name", name);
        if (redact) {
            recorded.put("redacted", true);
            return recorded;
        }
        String text = CanonicalJson.write(value);
        if (text.length() <= longest) {
            recorded.put("value", text);
        } else {
            recorded.put("too_long", true);
        }
        return recorded;
    }
}
