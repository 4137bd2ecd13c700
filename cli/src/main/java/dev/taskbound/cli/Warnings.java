/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import dev.taskbound.cli.document.Documents;
import dev.taskbound.cli.lock.LockReview;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.RiskDecision;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** What loads and still deserves a look. */
final class Warnings {
    private Warnings() {}

    static List<String> of(Policy policy) {
        List<String> warnings = new ArrayList<>();
        Documents.map(policy.document().get("intents")).forEach((name, intent) -> {
            if (!Documents.map(intent).containsKey("open")) {
                warnings.add("intents." + name + ": nobody may open it, because it has no open: { agents: [...] }");
            }
            if (Documents.list(Documents.map(intent).get("allow")).isEmpty()) {
                warnings.add("intents." + name + ": it allows no tool; give it allow, or take it away");
            }
        });
        unused(policy, warnings);
        policy.lock().ifPresent(lock -> unreviewed(policy, lock, warnings));
        expired(policy, warnings);
        warnings.addAll(policy.warnings());
        policy.overdueRisks(Instant.now()).forEach(risk -> warnings.add(risk.toString()));
        return warnings;
    }

    /** A policy without intents is one that somebody has begun to write. */
    private static void unused(Policy policy, List<String> warnings) {
        if (policy.intents().isEmpty()) {
            return;
        }
        List<String> allowed = Documents.map(policy.document().get("intents")).values().stream()
                .flatMap(intent -> Documents.list(Documents.map(intent).get("allow")).stream())
                .map(rule -> Objects.requireNonNullElse(
                        Documents.text(Documents.map(rule).get("tool")), ""))
                .toList();
        Set<String> avoided = policy.risks().stream()
                .filter(risk -> risk.decision() == RiskDecision.Choice.AVOID)
                .map(RiskDecision::path)
                .collect(Collectors.toSet());
        Documents.keys(policy, "tools").stream()
                .filter(tool -> !allowed.contains(tool) && !avoided.contains("tools." + tool))
                .forEach(tool -> warnings.add("tools." + tool
                        + ": no intent allows it; allow it somewhere, or say that nobody is to use it (risk: { decision:"
                        + " avoid, review_by: DATE })"));
    }

    private static void unreviewed(Policy policy, PolicyLock lock, List<String> warnings) {
        LockReview review = new LockReview(policy, lock);
        review.unpinned(Documents.keys(policy, "tools"));
        review.intents(null, Map.of(), LocalDate.now(ZoneOffset.UTC));
        warnings.addAll(review.notes());
        warnings.addAll(review.changes());
    }

    private static void expired(Policy policy, List<String> warnings) {
        Documents.map(policy.document().get("agents")).forEach((name, agent) -> {
            String expires = Documents.text(Documents.map(agent).get("expires"));
            if (expires != null && LocalDate.parse(expires).isBefore(LocalDate.now(ZoneOffset.UTC))) {
                warnings.add("agents." + name + ": it expired on " + expires + " and can open no task");
            }
        });
    }
}
