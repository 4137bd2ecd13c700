/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.invocation.InvocationContext;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The captured invocations by LangChain4j's own id, for listeners and compensating actions, which see nothing else. An
 * entry goes with the id object, which the invocation's own context holds. Thread-safe.
 */
final class Invocations {
    private final Map<UUID, Invocation> byId = Collections.synchronizedMap(new WeakHashMap<>());

    void put(@Nullable InvocationContext context, Invocation invocation) {
        UUID id = context == null ? null : context.invocationId();
        if (id != null) {
            byId.put(id, invocation);
        }
    }

    Optional<Invocation> find(@Nullable InvocationContext context) {
        UUID id = context == null ? null : context.invocationId();
        return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
    }
}
