/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.TestClock;
import dev.taskbound.policy.ToolProfile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Approval requests as a guard makes them. */
final class Requests {
    static final Instant NOW = new TestClock().instant();

    private Requests() {}

    static ApprovalRequest request(String text) {
        return request(text, null, "alice", NOW.plusSeconds(60));
    }

    static ApprovalRequest request(String text, String purpose, String subject, Instant expires) {
        Task task = new Task(
                "task-1",
                "pay-bill",
                "bot",
                "",
                Principal.verified("test", subject),
                Map.of(),
                Set.of(),
                null,
                NOW,
                NOW.plusSeconds(600));
        ToolProfile tool = new ToolProfile("pay", Action.WRITE, null, Map.of(), List.of(), false, Set.of(), null);
        return new ApprovalRequest(
                "id-1",
                "sha-256:x",
                "sha-256:t",
                "v1",
                "lead",
                task,
                tool,
                Map.of(),
                text,
                purpose,
                "desk.yaml:1 x",
                expires);
    }
}
