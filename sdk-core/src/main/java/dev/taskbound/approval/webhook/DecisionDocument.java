/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Choice;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an approving service says that somebody decided.
 *
 * @param approver who, as the service names them
 * @param by the group they decided for
 */
record DecisionDocument(Choice choice, String by, Answer answer, String approver, String reason, boolean remember) {
    static final String TYPE = "taskbound.approval.decided";
    private static final JsonLimits LIMITS = new JsonLimits(WebhookDecisions.LONGEST_BODY, 3, 8 * 1024, 20, 40, 20);
    private static final Map<String, Answer> ANSWERS = Map.of("approve", Answer.APPROVE, "deny", Answer.DENY);
    private static final Set<String> ENVELOPE = Set.of("type", "timestamp", "data");
    private static final Set<String> DATA =
            Set.of("id", "call_digest", "by", "answer", "approver", "reason", "remember");

    /** Empty if it is anything but exactly a decision. */
    static Optional<DecisionDocument> read(byte[] body) {
        try {
            // The decoder refuses what is no UTF-8; String would replace it.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            Map<String, @Nullable Object> message = StrictJson.parseObject(text, LIMITS);
            return message.keySet().equals(ENVELOPE)
                            && TYPE.equals(message.get("type"))
                            && message.get("timestamp") instanceof String
                            && message.get("data") instanceof Map<?, ?> data
                    ? of(data)
                    : Optional.empty();
        } catch (CharacterCodingException | JsonRefusedException e) {
            return Optional.empty();
        }
    }

    private static Optional<DecisionDocument> of(Map<?, ?> data) {
        Answer answer = ANSWERS.get(String.valueOf(data.get("answer")));
        if (DATA.equals(data.keySet())
                && answer != null
                && data.get("id") instanceof String id
                && data.get("call_digest") instanceof String digest
                && data.get("by") instanceof String by
                && data.get("approver") instanceof String approver
                && !approver.isBlank()
                && data.get("reason") instanceof String reason
                && data.get("remember") instanceof Boolean remember) {
            boolean holds = remember && answer == Answer.APPROVE;
            return Optional.of(new DecisionDocument(new Choice(id, digest), by, answer, approver, reason, holds));
        }
        return Optional.empty();
    }
}
