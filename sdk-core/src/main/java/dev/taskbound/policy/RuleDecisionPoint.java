/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.TaskRequest;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

final class RuleDecisionPoint implements PolicyDecisionPoint {
    RuleDecisionPoint(Policy policy) {}

    @Override
    public CompletionStage<Decision> mayOpen(TaskRequest request, Instant now) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Decision> decide(AccessRequest request) {
        throw new UnsupportedOperationException();
    }
}
