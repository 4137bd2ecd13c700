/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.TaskRequest;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Evaluates rules. Decides only; the guard enforces. Implementations are thread-safe and may answer later and on any
 * thread; one that fails, answers null or does not answer in time denies the call with {@code POLICY_UNAVAILABLE}.
 */
public interface PolicyDecisionPoint {
    /** May a task be opened like this? A {@link Decision.Permit}'s obligations must be empty. */
    CompletionStage<Decision> mayOpen(TaskRequest request, Instant now);

    /** May this call be made? */
    CompletionStage<Decision> decide(AccessRequest request);

    /** The decision point of a policy file: answers at once, on the caller's thread. */
    static PolicyDecisionPoint of(Policy policy) {
        return new RuleDecisionPoint(policy, null);
    }

    /** As {@link #of(Policy)}, telling the listener what each decision about a call looks at. */
    static PolicyDecisionPoint of(Policy policy, DecisionListener listener) {
        return new RuleDecisionPoint(policy, Objects.requireNonNull(listener, "listener"));
    }

    /**
     * Several decision points as one: every one of them must permit, and the obligations of all apply. None means that
     * nothing is permitted.
     */
    static PolicyDecisionPoint allOf(List<PolicyDecisionPoint> points) {
        return new CombinedDecisionPoint(points);
    }
}
