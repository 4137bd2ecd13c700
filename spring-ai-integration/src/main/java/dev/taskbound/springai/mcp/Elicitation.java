/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.mcp;

import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The question to whoever is at a client, and what their answer means. */
final class Elicitation {
    private static final String DECISION = "decision";
    private static final String REASON = "reason";
    private static final String APPROVE = "approve";
    private static final String DENY = "deny";

    /** Flat, of primitive properties only, as the protocol wants it; asks for nothing secret. */
    private static final Map<String, Object> SCHEMA = Map.of(
            "type",
            "object",
            "properties",
            Map.of(
                    DECISION,
                    Map.of("type", "string", "title", "Decision", "enum", List.of(APPROVE, DENY)),
                    REASON,
                    Map.of("type", "string", "title", "Reason", "maxLength", 500)),
            "required",
            List.of(DECISION));

    private Elicitation() {}

    /** Its type is a class in MCP SDK 0.18 and an interface in 2.0: only by reflection can one jar make both. */
    static ElicitRequest request(ApprovalRequest request) {
        try {
            Object builder = ElicitRequest.class.getMethod("builder").invoke(null);
            call(builder, "message", String.class, QuestionText.of(request));
            call(builder, "requestedSchema", Map.class, SCHEMA);
            return (ElicitRequest) builder.getClass().getMethod("build").invoke(builder);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this version of the MCP SDK makes elicitations otherwise", e);
        }
    }

    private static void call(Object builder, String method, Class<?> type, Object value)
            throws NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        builder.getClass().getMethod(method, type).invoke(builder, value);
    }

    /** @throws IllegalStateException if nobody decided */
    static ApprovalOutcome outcome(ElicitResult result, String person) {
        return switch (result.action()) {
            case ACCEPT -> submitted(result.content(), person);
            case DECLINE -> new ApprovalOutcome.Declined(person, "declined at the MCP client");
            case CANCEL -> throw new IllegalStateException("whoever is at the MCP client dismissed the question");
        };
    }

    private static ApprovalOutcome submitted(@Nullable Map<String, Object> content, String person) {
        Object decision = content == null ? null : content.get(DECISION);
        if (APPROVE.equals(decision)) {
            return new ApprovalOutcome.Approved(person);
        }
        if (content != null && DENY.equals(decision)) {
            String reason = content.get(REASON) instanceof String text ? text : "";
            return new ApprovalOutcome.Declined(person, reason);
        }
        throw new IllegalStateException("the MCP client sent no decision");
    }
}
