/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What must still hold once humans have approved: the task's state, revocations, and a new decision on the policy as it is
 * now, which must rest on the same as the one they approved.
 */
final class AfterTheWait {
    private AfterTheWait() {}

    /** @param basis what the policy said of the call when they were asked */
    static CompletionStage<@Nullable Refusal> check(
            GuardParts parts, TaskScope scope, ToolCall call, FrozenCall frozen, String basis) {
        PolicyInForce current = parts.inForce().get();
        KnownTool known = current.look(call.tool()).tool();
        if (known == null || !known.profile().equals(frozen.tool().profile())) {
            return Way.refuse(changed());
        }
        Refusal over = scope.refusal();
        return (over == null ? parts.revoked(Targets.of(scope.task(), known.profile())) : Way.refuse(over))
                .thenCompose(refusal -> refusal != null
                        ? Way.refuse(refusal)
                        : Decisions.ask(parts, current, scope, frozen)
                                .thenApply(now -> compare(current, frozen, now, basis)));
    }

    private static @Nullable Refusal compare(PolicyInForce current, FrozenCall frozen, Verdict now, String basis) {
        return now.refusal() != null ? now.refusal() : compare(Basis.of(current, frozen, now), basis);
    }

    static @Nullable Refusal compare(String now, String basis) {
        return now.equals(basis) ? null : changed();
    }

    private static Refusal changed() {
        return Refusal.of(
                ReasonCode.APPROVAL_EXPIRED, "the policy now says something else of the call than what was approved");
    }
}
