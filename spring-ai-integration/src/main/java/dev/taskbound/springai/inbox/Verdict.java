/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import dev.taskbound.approval.Answer;
import dev.taskbound.approval.Choice;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What somebody decided on the page, as the page sends it.
 *
 * @param remember of an approval only
 */
record Verdict(Answer answer, String reason, boolean remember, List<Choice> choices) {
    static final int LONGEST = 64 * 1024;
    private static final Map<String, Answer> ANSWERS = Map.of("approve", Answer.APPROVE, "deny", Answer.DENY);
    private static final Set<String> KEYS = Set.of("answer", "reason", "remember", "choices");
    private static final int MOST_CHOICES = 100;
    private static final JsonLimits LIMITS = new JsonLimits(LONGEST, 4, 10_000, 10, 20, 1_000);

    /** Empty if it is not exactly what the page sends. */
    static Optional<Verdict> read(String text) {
        try {
            return of(StrictJson.parseObject(text, LIMITS));
        } catch (JsonRefusedException e) {
            return Optional.empty();
        }
    }

    private static Optional<Verdict> of(Map<String, @Nullable Object> body) {
        Answer answer = ANSWERS.get(String.valueOf(body.get("answer")));
        if (!body.keySet().equals(KEYS)
                || answer == null
                || !(body.get("reason") instanceof String reason)
                || !(body.get("remember") instanceof Boolean remember)
                || !(body.get("choices") instanceof List<?> listed)) {
            return Optional.empty();
        }
        List<Choice> choices =
                listed.stream().flatMap(each -> choice(each).stream()).toList();
        return choices.size() == listed.size() && !choices.isEmpty() && choices.size() <= MOST_CHOICES
                ? Optional.of(new Verdict(answer, reason, remember && answer == Answer.APPROVE, choices))
                : Optional.empty();
    }

    private static Optional<Choice> choice(@Nullable Object each) {
        return each instanceof Map<?, ?> choice
                        && choice.size() == 2
                        && choice.get("id") instanceof String id
                        && choice.get("digest") instanceof String digest
                ? Optional.of(new Choice(id, digest))
                : Optional.empty();
    }
}
