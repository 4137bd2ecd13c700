/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code authorization_details} entry (RFC 9396) that binds a credential to a call, as a JSON tree.
 *
 * @param action the word of the action
 */
record ToolCallDetail(
        String tool,
        String action,
        String audience,
        String taskId,
        String intent,
        Map<String, @Nullable Object> control,
        String callDigest) {
    static final String CLAIM = "authorization_details";
    private static final String TYPE = "tool_call";

    static ToolCallDetail of(CredentialRequest request) {
        return new ToolCallDetail(
                request.tool(),
                request.action().word(),
                request.destination().audience(),
                request.task().id(),
                request.task().intent(),
                request.control(),
                request.callDigest());
    }

    /** What stands in a request and in a token: always an array, always of one entry. */
    List<Map<String, @Nullable Object>> toJson() {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("type", TYPE);
        entry.put("locations", List.of(audience));
        entry.put("actions", List.of(action));
        entry.put("identifier", tool);
        entry.put("task_id", taskId);
        entry.put("intent", intent);
        entry.put("control", control);
        entry.put("call_digest", callDigest);
        return List.of(entry);
    }

    /**
     * Reads the claim of a verified token.
     *
     * @throws CredentialRefusedException unless it holds exactly one {@code tool_call}, and that one is complete
     */
    static ToolCallDetail parse(@Nullable Object claim) {
        List<?> calls = claim instanceof List<?> all
                ? all.stream().filter(ToolCallDetail::isToolCall).toList()
                : List.of();
        if (calls.size() != 1) {
            throw unbound("exactly one tool_call in authorization_details, found " + calls.size());
        }
        Map<?, ?> entry = (Map<?, ?>) calls.get(0);
        return new ToolCallDetail(
                text(entry, "identifier"),
                only(entry, "actions"),
                only(entry, "locations"),
                text(entry, "task_id"),
                text(entry, "intent"),
                control(entry.get("control")),
                text(entry, "call_digest"));
    }

    private static boolean isToolCall(@Nullable Object entry) {
        return entry instanceof Map<?, ?> map && Objects.equals(map.get("type"), TYPE);
    }

    private static String text(Map<?, ?> entry, String name) {
        if (entry.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw unbound("a text in " + name);
    }

    private static String only(Map<?, ?> entry, String name) {
        if (entry.get(name) instanceof List<?> list && list.size() == 1 && list.get(0) instanceof String text) {
            return text;
        }
        throw unbound("an array of one text in " + name);
    }

    @SuppressWarnings("unchecked") // a map in a JSON tree has string keys
    private static Map<String, @Nullable Object> control(@Nullable Object control) {
        if (control instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw unbound("an object in control");
    }

    private static CredentialRefusedException unbound(String expected) {
        return new CredentialRefusedException(CredentialRefusedException.Reason.NOT_BOUND, "expected " + expected);
    }

    /** Names the tool and the task; control values are not shown. */
    @Override
    public String toString() {
        return "ToolCallDetail[" + tool + " " + action + " of " + taskId + "]";
    }
}
