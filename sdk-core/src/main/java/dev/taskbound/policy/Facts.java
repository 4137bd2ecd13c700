/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.TaskRequest;
import dev.taskbound.conditions.Condition;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.conditions.ConditionFunctions;
import dev.taskbound.origin.Origins;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the conditions of one decision are evaluated against. The names are those of {@link Scope}. */
final class Facts {
    private final Map<String, Object> variables = new HashMap<>();
    private final ConditionFunctions functions;

    private Facts(ConditionFunctions functions) {
        this.functions = functions;
    }

    static Facts of(AccessRequest request, ToolProfile tool) {
        Facts facts = new Facts(new OriginFunctions(request.origins()));
        Task task = request.task();
        facts.task(task.principal(), task.agent(), task.tenant(), task.parameters(), request.now());
        facts.variables.put("args", ArgumentType.given(request.arguments(), tool.arguments()));
        facts.variables.put("action", tool.action().word());
        facts.variables.put("destination", tool.destination() == null ? "" : tool.destination());
        facts.variables.put("call", Map.of("total", request.callsMade(), "tool", request.toolCallsMade()));
        return facts;
    }

    static Facts of(TaskRequest request, Instant now) {
        Facts facts = new Facts(NO_ORIGINS);
        facts.task(request.principal().orElse(null), request.agent(), request.tenant(), request.parameters(), now);
        return facts;
    }

    private void task(
            @Nullable Principal principal, String agent, String tenant, Map<String, Object> parameters, Instant now) {
        variables.put("principal", principal(principal));
        variables.put("agent", agent);
        variables.put("tenant", tenant);
        variables.put("task", parameters);
        variables.put("now", now);
    }

    /** Nobody has no subject and no role. */
    private static Map<String, Object> principal(@Nullable Principal principal) {
        return principal == null
                ? Map.of("roles", List.of())
                : Map.of("subject", principal.subject(), "roles", List.copyOf(principal.roles()));
    }

    /** Whether a condition holds; one that is not there always does. */
    boolean hold(@Nullable Condition condition) throws ConditionException {
        return condition == null || condition.test(variables, functions);
    }

    /** What stands under a path such as {@code args.amount}; null where there is nothing. */
    @Nullable
    Object value(String path) {
        @Nullable Object at = variables;
        for (String step : path.split("\\.", -1)) {
            at = at instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return at;
    }

    /** When a task is opened, nothing was seen yet. */
    private static final ConditionFunctions NO_ORIGINS = new ConditionFunctions() {
        @Override
        public boolean known(@Nullable Object value) {
            return false;
        }

        @Override
        public List<String> origins(@Nullable Object value) {
            return List.of();
        }

        @Override
        public List<String> entities(@Nullable Object value) {
            return Origins.entities(value);
        }

        @Override
        public boolean label(String label) {
            return false;
        }

        @Override
        public boolean label(@Nullable Object value, String label) {
            return false;
        }
    };

    private record OriginFunctions(Origins origins) implements ConditionFunctions {
        @Override
        public boolean known(@Nullable Object value) {
            return origins.known(value);
        }

        @Override
        public List<String> origins(@Nullable Object value) {
            return List.copyOf(origins.of(value));
        }

        @Override
        public List<String> entities(@Nullable Object value) {
            return Origins.entities(value);
        }

        @Override
        public boolean label(String label) {
            return origins.labelsSeen().contains(label);
        }

        @Override
        public boolean label(@Nullable Object value, String label) {
            return origins.labels(value).contains(label);
        }
    }
}
