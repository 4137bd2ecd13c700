/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** One look at every part of a guard, all at once. Nothing is written and no credential is asked for. */
final class HealthCheck {
    private final GuardParts parts;
    private final Map<String, CompletableFuture<Optional<String>>> looks = new TreeMap<>();

    HealthCheck(GuardParts parts) {
        this.parts = parts;
    }

    CompletableFuture<GuardHealth> look(PolicyInForce policy, Instant since) {
        looks.put("audit", CompletableFuture.completedFuture(parts.audit().fault()));
        look("state", ReasonCode.STATE_UNAVAILABLE, () -> parts.state().revocations());
        look(
                "approvals",
                ReasonCode.APPROVAL_UNAVAILABLE,
                () -> parts.approvals().store().open(parts.now(), 1));
        policy.sources()
                .byName()
                .forEach((name, source) -> look("source." + name, ReasonCode.CREDENTIAL_UNAVAILABLE, source::check));
        return CompletableFuture.allOf(looks.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    Map<String, Optional<String>> faults = new TreeMap<>();
                    looks.forEach((name, look) -> faults.put(name, look.join()));
                    return new GuardHealth(since, faults);
                });
    }

    /** A file whose content is not in force is a fault; its text stays in the log. */
    void file(RevocationFile file) {
        Optional<String> fault = file.problem().map(problem -> "NOT_IN_FORCE");
        looks.put(file.name(), CompletableFuture.completedFuture(fault));
    }

    private <T> void look(String name, ReasonCode onFailure, Supplier<CompletionStage<T>> question) {
        looks.put(
                name,
                parts.ask(onFailure, question)
                        .handle((answer, failure) -> failure == null
                                ? Optional.empty()
                                : Optional.of(Refusal.failure(Stages.cause(failure))
                                        .reason()
                                        .name())));
    }
}
