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
public final class Requests {
    public static final Instant NOW = new TestClock().instant();

    private Requests() {}

    public static ApprovalRequest request(String text) {
        return request(text, null, "alice", NOW.plusSeconds(60));
    }

    public static ApprovalRequest request(String text, String purpose, String subject, Instant expires) {
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
        ToolProfile tool = new ToolProfile("pay", Action.WRITE, null, Map.of(), List.of("iban"), false, Set.of(), null);
        return new ApprovalRequest(
                "id-1",
                "sha-256:x",
                "sha-256:t",
                "v1",
                "lead",
                task,
                tool,
                Map.of("iban", "DE89370400440532013000", "note", "a private note"),
                text,
                purpose,
                Map.of("iban", List.of("statement")),
                "desk.yaml:1 x",
                expires);
    }
}
