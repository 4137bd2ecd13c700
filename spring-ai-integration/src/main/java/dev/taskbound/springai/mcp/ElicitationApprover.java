/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.mcp;

import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks whoever sits at the MCP client, where this application is the MCP server (Model Context Protocol, "Elicitation").
 * A client without the capability, a task without a client and a person who may not answer fail at once; somebody who
 * dismisses the question has not decided. The client is trusted to ask a human, and not to let a model answer: the
 * protocol proves neither. Thread-safe.
 *
 * <pre>{@code
 * ElicitationApprover atTheClient = new ElicitationApprover();
 * ToolGuard guard = ToolGuard.builder().approver(atTheClient) ... .build();
 *
 * try (TaskScope task = guard.open(request); var asking = atTheClient.during(task, exchange)) {
 *     return task.call(call, tool);
 * }
 * }</pre>
 */
public final class ElicitationApprover implements Approver {
    private final Map<String, Client> clients = new ConcurrentHashMap<>();

    /**
     * Asks over this client about calls of the task, and of its children, until the answer is closed. The person there is
     * taken for the task's principal, and answers for {@code by: principal} alone.
     */
    public CallContext.Registration during(TaskScope task, McpSyncServerExchange exchange) {
        return during(task, exchange, task.task().principal());
    }

    /** The same for an asynchronous server. */
    public CallContext.Registration during(TaskScope task, McpAsyncServerExchange exchange) {
        return during(task, exchange, task.task().principal());
    }

    /**
     * The same, where the application knows who is at the client: they also answer for the groups that are their roles,
     * though not about a task that is done for themselves.
     *
     * @param person null for nobody who may answer
     */
    public CallContext.Registration during(TaskScope task, McpSyncServerExchange exchange, @Nullable Principal person) {
        return register(task.task(), Client.of(Objects.requireNonNull(exchange, "exchange"), person));
    }

    /** The same for an asynchronous server. */
    public CallContext.Registration during(
            TaskScope task, McpAsyncServerExchange exchange, @Nullable Principal person) {
        return register(task.task(), Client.of(Objects.requireNonNull(exchange, "exchange"), person));
    }

    private CallContext.Registration register(Task task, Client client) {
        clients.put(task.id(), client);
        return () -> clients.remove(task.id(), client);
    }

    @Override
    public CompletionStage<ApprovalOutcome> ask(ApprovalRequest request) {
        Client client = client(request.task());
        return client == null ? failed("no MCP client goes with the task") : client.ask(request);
    }

    private @Nullable Client client(Task task) {
        for (Task each = task; each != null; each = each.parent()) {
            Client client = clients.get(each.id());
            if (client != null) {
                return client;
            }
        }
        return null;
    }

    static CompletableFuture<ApprovalOutcome> failed(String why) {
        return CompletableFuture.failedFuture(new IllegalStateException(why));
    }
}
