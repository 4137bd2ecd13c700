/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.internal.seal.Members;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A task and those above it as a tree, both ways. A principal's token has no place in it. */
final class TaskTree {
    private TaskTree() {}

    static Map<String, @Nullable Object> write(Task task) {
        Principal principal = task.principal();
        Task parent = task.parent();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("id", task.id());
        tree.put("intent", task.intent());
        tree.put("agent", task.agent());
        tree.put("tenant", task.tenant());
        tree.put("principal", principal == null ? null : write(principal));
        tree.put("parameters", task.parameters());
        tree.put("modelParameters", List.copyOf(task.modelParameters()));
        tree.put("parent", parent == null ? null : write(parent));
        tree.put("openedAt", task.openedAt().toString());
        tree.put("deadline", task.deadline().toString());
        return tree;
    }

    private static Map<String, Object> write(Principal principal) {
        return Map.of(
                "subject", principal.subject(),
                "verifiedBy", principal.verifiedBy(),
                "roles", List.copyOf(principal.roles()));
    }

    static Task read(Members tree) {
        Members principal = tree.objectOrNull("principal");
        Members parent = tree.objectOrNull("parent");
        return new Task(
                tree.text("id"),
                tree.text("intent"),
                tree.text("agent"),
                tree.text("tenant"),
                principal == null ? null : principal(principal),
                tree.map("parameters", value -> Objects.requireNonNull(value, "parameter")),
                tree.texts("modelParameters"),
                parent == null ? null : read(parent),
                tree.time("openedAt"),
                tree.time("deadline"));
    }

    /** Verified when the task was opened; that it is unchanged since is what the seal says. */
    private static Principal principal(Members tree) {
        return Principal.verified(tree.text("verifiedBy"), tree.text("subject")).withRoles(tree.texts("roles"));
    }
}
