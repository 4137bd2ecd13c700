/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.origin.OriginTrail;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Held calls as a guard makes them, with something in every field. */
final class HeldCalls {
    static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    static final Instant EXPIRY = NOON.plusSeconds(300);
    static final Instant DEADLINE = NOON.plusSeconds(600);

    private HeldCalls() {}

    /** Waits for {@code lead}, for alice's task t1. */
    static HeldCall held(String id) {
        return held(id, "digest-of-" + id, "t1", "alice", "lead");
    }

    static HeldCall held(String id, String digest, String task, String subject, String... groups) {
        return new HeldCall(
                id,
                "call-of-" + id,
                digest,
                "sha-256:tool",
                "desk",
                "7",
                "sha-256:basis",
                task(task, subject),
                new ToolProfile(
                        "pay", Action.WRITE, "bank", Map.of(), List.of("iban"), false, Set.of("pii"), "Pay {amount}"),
                "{\"amount\":200.50,\"iban\":\"DE89 \u00e9\"}",
                "Pay 200.50",
                "the bill is due",
                Map.of("iban", List.of("parameter.iban"), "amount", List.of()),
                new OriginTrail(
                        Map.of("DE89", Set.of("parameter.iban")),
                        Map.of("DE89", Set.of("pii")),
                        Set.of("pii"),
                        Set.of("old")),
                Map.of("c/1", new BigDecimal("200.50")),
                Map.of("c/1", new BigDecimal("300.50")),
                Stream.of(groups).map(HeldCalls::ask).toList(),
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                NOON,
                HeldCall.Status.WAITING,
                null,
                null);
    }

    private static Ask ask(String by) {
        return new Ask(by, "desk.yaml:3 intents.pay", EXPIRY, true, "grant-" + by, null);
    }

    private static Task task(String id, String subject) {
        Task above = new Task("above-" + id, "shop", "planner", "acme", null, Map.of(), Set.of(), null, NOON, DEADLINE);
        return new Task(
                id,
                "pay-bill",
                "bot",
                "acme",
                Principal.verified("test", subject).withRoles(Set.of("clerk")),
                Map.of("iban", "DE89"),
                Set.of("iban"),
                above,
                NOON,
                DEADLINE);
    }

    static HumanDecision says(Answer answer, String by, Instant at) {
        return new HumanDecision(answer, by, "test", "seen", false, at);
    }

    static HumanDecision approves(String by) {
        return says(Answer.APPROVE, by, NOON.plusSeconds(1));
    }

    static HumanDecision declines(String by) {
        return says(Answer.DENY, by, NOON.plusSeconds(1));
    }
}
