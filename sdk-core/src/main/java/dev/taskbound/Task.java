/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One unit of delegated work, as it was opened. Immutable; that it is over is known to the guard that opened it, not to
 * this value.
 *
 * @param id unguessable, unique
 * @param intent the purpose declared when the task was opened
 * @param agent the actor ({@code act} in RFC 8693)
 * @param tenant empty where the application has none
 * @param principal whom it is done for ({@code sub}); null where nobody in particular
 * @param parameters the intent's parameters, of the types the policy declares
 * @param modelParameters names of the parameters that a model extracted
 * @param parent the task this one is part of
 * @param openedAt when it was opened
 * @param deadline its longest life ends here, whatever happens
 */
public record Task(
        String id,
        String intent,
        String agent,
        String tenant,
        @Nullable Principal principal,
        Map<String, Object> parameters,
        Set<String> modelParameters,
        @Nullable Task parent,
        Instant openedAt,
        Instant deadline) {

    public Task {
        Objects.requireNonNull(id, "id");
        parameters = Map.copyOf(parameters);
        modelParameters = Set.copyOf(modelParameters);
    }

    /** How many tasks stand above this one: 0 for a task without parent. */
    public int depth() {
        return parent == null ? 0 : parent.depth() + 1;
    }

    /** The principal's subject, if there is a principal. */
    public Optional<String> subject() {
        return Optional.ofNullable(principal).map(Principal::subject);
    }

    /** Names id, intent and agent only: parameters may hold personal data. */
    @Override
    public String toString() {
        return "Task[" + id + " " + intent + " by " + agent + "]";
    }
}
