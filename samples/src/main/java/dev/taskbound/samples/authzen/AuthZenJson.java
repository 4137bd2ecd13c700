/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.authzen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.TaskRequest;
import dev.taskbound.policy.AccessRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** What is asked and answered. Of the arguments, only those that decide who gets what leave the process. */
final class AuthZenJson {
    private static final long MOST_BYTES = 64 * 1024;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private AuthZenJson() {}

    /** May this agent open a task of this intent, for this person? */
    static Map<String, Object> opening(TaskRequest request, Instant now) {
        return evaluation(
                subject(request.principal().orElse(null), request.agent(), request.tenant()),
                "open",
                entity("intent", request.intent(), Map.of()),
                Map.of("time", now.toString()));
    }

    /** May this call be made? */
    static Map<String, Object> call(AccessRequest request) {
        Task task = request.task();
        Map<String, Object> control = new LinkedHashMap<>();
        request.tool().control().stream()
                .filter(request.arguments()::containsKey)
                .forEach(name -> control.put(name, request.arguments().get(name)));
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("destination", Objects.requireNonNullElse(request.tool().destination(), ""));
        properties.put("control", control);
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("task", task.id());
        context.put("intent", task.intent());
        context.put("calls_made", request.callsMade());
        context.put("time", request.now().toString());
        return evaluation(
                subject(task.principal(), task.agent(), task.tenant()),
                request.tool().action().word(),
                entity("tool", request.tool().key(), properties),
                context);
    }

    private static Map<String, Object> subject(@Nullable Principal principal, String agent, String tenant) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("agent", agent);
        properties.put("tenant", tenant);
        if (principal == null) {
            return entity("agent", agent, properties);
        }
        properties.put("roles", principal.roles().stream().sorted().toList());
        return entity("user", principal.subject(), properties);
    }

    private static Map<String, Object> entity(String type, String id, Map<String, Object> properties) {
        return Map.of("type", type, "id", id, "properties", properties);
    }

    private static Map<String, Object> evaluation(
            Map<String, Object> subject, String action, Map<String, Object> resource, Map<String, Object> context) {
        Map<String, Object> evaluation = new LinkedHashMap<>();
        evaluation.put("subject", subject);
        evaluation.put("action", Map.of("name", action));
        evaluation.put("resource", resource);
        evaluation.put("context", context);
        return evaluation;
    }

    static byte[] bytes(Map<String, Object> evaluation) {
        try {
            return MAPPER.writeValueAsBytes(evaluation);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON", e);
        }
    }

    /** @throws IOException if it is no object with a boolean decision, or more than 64 KiB */
    static boolean decision(BufferedSource answer) throws IOException {
        if (answer.request(MOST_BYTES + 1)) {
            throw new IOException("the decision point answered with more than 64 KiB");
        }
        JsonNode decision = MAPPER.readTree(answer.readByteArray()).path("decision");
        if (!decision.isBoolean()) {
            throw new IOException("the decision point answered without a decision");
        }
        return decision.booleanValue();
    }
}
