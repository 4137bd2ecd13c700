/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import dev.taskbound.guard.TaskScope;
import dev.taskbound.springai.task.TaskIntent;
import dev.taskbound.springai.task.TaskParameter;
import dev.taskbound.springai.task.TaskStatement;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.stereotype.Service;

/** Where a task begins: what it is for comes from the login and the ticket system, never from the model. */
@Service
class SupportAgent {
    private final ChatClient agent;

    SupportAgent(ChatClient agent) {
        this.agent = agent;
    }

    @TaskIntent("refund-order")
    Handled handle(
            @TaskParameter("order_id") String order,
            @TaskParameter("max_refund") int mostRefunded,
            @TaskStatement String words) {
        String task = TaskScope.current().orElseThrow().task().id();
        String answer = agent.prompt().user(words).call().content();
        return new Handled(task, answer == null ? "" : answer);
    }

    /** @param task the id that the audit log and a call that waits name */
    record Handled(String task, String answer) {}
}
