/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.Task;
import dev.taskbound.policy.ToolProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One frozen call that waits for a human.
 *
 * @param id names the request; no capability: knowing it decides nothing
 * @param callDigest the exact call; an approval is good for this digest only
 * @param toolDigest the tool's own description
 * @param policyVersion the policy under which it was asked for
 * @param by the group that may decide, or {@code principal}
 * @param task the task the call belongs to
 * @param tool what the policy says the tool is
 * @param arguments the frozen arguments: exactly what the tool will receive
 * @param text what the call does in plain words, from the tool's {@code describe} template and the frozen arguments
 * @param purpose the model's own stated reason, if it gave one: nobody vouches for it
 * @param origins where each argument came from: the trusted origins that hold it, none where that is unknown
 * @param rule the rule that asks, as {@code file:line path}
 * @param expiresAt a decision after this is of no use
 */
public record ApprovalRequest(
        String id,
        String callDigest,
        String toolDigest,
        String policyVersion,
        String by,
        Task task,
        ToolProfile tool,
        Map<String, @Nullable Object> arguments,
        String text,
        @Nullable String purpose,
        Map<String, List<String>> origins,
        String rule,
        Instant expiresAt) {
    public ApprovalRequest {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(callDigest, "callDigest");
        origins = Map.copyOf(origins);
    }

    /**
     * The request to one of the groups that a held call asks.
     *
     * @param arguments the frozen arguments
     */
    public static ApprovalRequest of(HeldCall call, Ask ask, Map<String, @Nullable Object> arguments) {
        return new ApprovalRequest(
                call.id(),
                call.callDigest(),
                call.toolDigest(),
                call.policyVersion(),
                ask.by(),
                call.task(),
                call.tool(),
                arguments,
                call.text(),
                call.purpose(),
                call.origins(),
                ask.rule(),
                ask.expiresAt());
    }

    /** Names id and tool; arguments are not shown. */
    @Override
    public String toString() {
        return "ApprovalRequest[" + id + " " + tool.key() + "]";
    }
}
