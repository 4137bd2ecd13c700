/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What comes of parsing and freezing a proposed call. Exactly one of the two is there.
 *
 * @param refusal why it cannot be frozen
 */
record Freezing(@Nullable FrozenCall frozen, @Nullable Refusal refusal) {
    static Freezing of(PolicyInForce policy, TaskScope scope, ToolCall call) {
        Task task = scope.task();
        Refusal changed = scope.proposer().refusal(policy.policy(), task.agent());
        if (changed != null) {
            return new Freezing(null, changed);
        }
        PolicyInForce.Looked looked = policy.look(call.tool());
        KnownTool known = looked.tool();
        if (known == null) {
            return new Freezing(null, looked.refusal());
        }
        try {
            Map<String, @Nullable Object> arguments = StrictJson.parseObject(call.arguments(), JsonLimits.ARGUMENTS);
            Optional<String> violation = known.schema().violation(arguments);
            return violation.isPresent()
                    ? badArguments(violation.get())
                    : new Freezing(FrozenCall.of(task, known, arguments), null);
        } catch (JsonRefusedException e) {
            return badArguments(String.valueOf(e.getMessage()));
        }
    }

    private static Freezing badArguments(String what) {
        return new Freezing(null, Refusal.of(ReasonCode.BAD_ARGUMENTS, what).withHint(what));
    }
}
