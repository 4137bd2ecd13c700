/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.ToolProfile;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What must still hold once humans have approved: the task's state, revocations, and a new decision on the policy as it is
 * now, which must oblige to the same as the one they approved under.
 */
final class AfterTheWait {
    private AfterTheWait() {}

    /** @param before the policy that the call was approved under, and will be carried out under */
    static CompletionStage<@Nullable Refusal> check(
            GuardParts parts,
            PolicyInForce before,
            TaskScope scope,
            ToolCall call,
            FrozenCall frozen,
            Verdict approved) {
        PolicyInForce current = parts.inForce().get();
        ToolProfile profile = frozen.tool().profile();
        KnownTool known = current.look(call.tool()).tool();
        if (known == null || !known.profile().equals(profile)) {
            return Way.refuse(expired("the policy changed what the tool is"));
        }
        if (!destination(current, profile).equals(destination(before, profile))) {
            return Way.refuse(expired("the policy changed what the tool reaches"));
        }
        Refusal over = scope.refusal();
        return (over == null ? parts.revoked(Targets.of(scope.task(), profile)) : Way.refuse(over))
                .thenCompose(refusal -> refusal != null
                        ? Way.refuse(refusal)
                        : Decisions.ask(parts, current, scope, frozen).thenApply(now -> compare(now, approved)));
    }

    private static Optional<Destination> destination(PolicyInForce policy, ToolProfile profile) {
        return Optional.ofNullable(profile.destination())
                .map(name -> policy.policy().destinations().get(name));
    }

    private static @Nullable Refusal compare(Verdict now, Verdict approved) {
        if (now.refusal() != null) {
            return now.refusal();
        }
        return now.obligesLike(approved)
                ? null
                : expired("the policy now asks for something else than what was approved");
    }

    private static Refusal expired(String detail) {
        return Refusal.of(ReasonCode.APPROVAL_EXPIRED, detail);
    }
}
