/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a task as an application would open it. */
final class TaskReader {
    /** Stands for a task that could not be read. */
    static final TaskRequest NONE = TaskRequest.intent("").agent("").build();

    private static final String VERIFIED_BY = "policy-test";

    private final Keys keys;
    private final Mistakes mistakes;

    TaskReader(Node node, Mistakes mistakes) {
        this.keys = new Keys(node, "a task with intent and agent", mistakes);
        this.mistakes = mistakes;
    }

    TaskRequest request() {
        String intent = keys.required("intent", "the name of an intent of the policy");
        TaskRequest.Builder task =
                TaskRequest.intent(intent).agent(keys.required("agent", "the name of an agent of the policy"));
        String tenant = keys.text("tenant");
        if (tenant != null) {
            task.tenant(tenant);
        }
        Node principal = keys.node("principal");
        if (principal != null) {
            principal(principal, task);
        }
        String statement = keys.text("statement");
        if (statement != null) {
            task.statement(statement);
        }
        parameters(task);
        keys.finish();
        return task.build();
    }

    private void principal(Node node, TaskRequest.Builder task) {
        Keys principal = new Keys(node, "{ subject: ann, roles: [support] }", mistakes);
        String subject = principal.required("subject", "who it is");
        List<String> roles = principal.texts("roles");
        principal.finish();
        if (!subject.isBlank()) {
            task.principal(Principal.verified(VERIFIED_BY, subject).withRoles(new HashSet<>(roles)));
        }
    }

    private void parameters(TaskRequest.Builder task) {
        Map<String, @Nullable Object> parameters = keys.values("parameters");
        parameters.forEach((name, value) -> {
            if (value != null) {
                task.parameter(name, value);
            }
        });
        keys.values("model_parameters").forEach((name, value) -> {
            if (value != null) {
                task.modelParameter(name, value);
            }
        });
    }
}
