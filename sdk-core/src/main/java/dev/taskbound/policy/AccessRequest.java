/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Task;
import dev.taskbound.origin.Origins;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The question a decision point answers: may this task make this call? Subject is the task's principal and agent,
 * action the tool's action, resource its destination, and the rest is context (AuthZEN, XACML). For a child task the
 * guard asks once for the task and once for each ancestor.
 *
 * @param task the task whose rules are asked
 * @param tool what the policy says the tool is
 * @param arguments the frozen arguments: text, {@code Long}, {@code BigDecimal}, {@code Boolean}, lists, maps, null
 * @param origins where values of the calling task came from, as of this decision
 * @param callsMade tool calls that this task has made so far
 * @param toolCallsMade of these, calls of this tool
 * @param sums what the calls of this task come to, this one included, by argument: of each one that some approval under
 *     the task's intent has in {@code above}
 */
public record AccessRequest(
        Task task,
        ToolProfile tool,
        Map<String, @Nullable Object> arguments,
        Origins origins,
        long callsMade,
        long toolCallsMade,
        Map<String, BigDecimal> sums,
        Instant now) {

    public AccessRequest {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(tool, "tool");
        sums = Map.copyOf(sums);
    }

    /** Without sums: an approval {@code above} one of them is then asked for. */
    public AccessRequest(
            Task task,
            ToolProfile tool,
            Map<String, @Nullable Object> arguments,
            Origins origins,
            long callsMade,
            long toolCallsMade,
            Instant now) {
        this(task, tool, arguments, origins, callsMade, toolCallsMade, Map.of(), now);
    }

    /** Names task and tool; arguments are not shown. */
    @Override
    public String toString() {
        return "AccessRequest[" + task.id() + " " + tool.key() + "]";
    }
}
