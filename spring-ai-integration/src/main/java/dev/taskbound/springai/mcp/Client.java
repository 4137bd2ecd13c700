/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.mcp;

import dev.taskbound.Principal;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Ask;
import io.modelcontextprotocol.server.McpAsyncServerExchange;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpSchema.ClientCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ElicitRequest;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A connected MCP client, and who sits there. */
final class Client {
    /** A synchronous exchange takes a thread for as long as somebody thinks. */
    private static final ExecutorService ASKING =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                Thread thread = new Thread(work, "taskbound-elicitation");
                thread.setDaemon(true);
                return thread;
            });

    private final Function<ElicitRequest, CompletableFuture<ElicitResult>> exchange;
    private final @Nullable ClientCapabilities capabilities;
    private final @Nullable Principal person;

    private Client(
            Function<ElicitRequest, CompletableFuture<ElicitResult>> exchange,
            @Nullable ClientCapabilities capabilities,
            @Nullable Principal person) {
        this.exchange = exchange;
        this.capabilities = capabilities;
        this.person = person;
    }

    static Client of(McpSyncServerExchange exchange, @Nullable Principal person) {
        return new Client(
                request -> CompletableFuture.supplyAsync(() -> exchange.createElicitation(request), ASKING),
                exchange.getClientCapabilities(),
                person);
    }

    static Client of(McpAsyncServerExchange exchange, @Nullable Principal person) {
        return new Client(
                request -> exchange.createElicitation(request).toFuture(), exchange.getClientCapabilities(), person);
    }

    CompletableFuture<ApprovalOutcome> ask(ApprovalRequest request) {
        Principal who = person;
        if (who == null || !mayAnswer(who, request)) {
            return ElicitationApprover.failed("whoever is at the MCP client is not asked");
        }
        if (!showsForms()) {
            return ElicitationApprover.failed("the MCP client cannot ask anybody");
        }
        CompletableFuture<ElicitResult> result = exchange.apply(Elicitation.request(request));
        CompletableFuture<ApprovalOutcome> outcome =
                result.thenApply(answer -> Elicitation.outcome(answer, who.subject()));
        outcome.whenComplete((decided, failure) -> result.cancel(true));
        return outcome;
    }

    private static boolean mayAnswer(Principal person, ApprovalRequest request) {
        Principal principal = request.task().principal();
        if (principal == null || !principal.subject().equals(person.subject())) {
            return !request.by().equals(Ask.PRINCIPAL) && person.roles().contains(request.by());
        }
        return request.by().equals(Ask.PRINCIPAL) && principal.verifiedBy().equals(person.verifiedBy());
    }

    /** Revision 2025-11-25: a capability that names no mode is that of forms. */
    private boolean showsForms() {
        ClientCapabilities.Elicitation offered = capabilities == null ? null : capabilities.elicitation();
        return offered != null && (offered.form() != null || offered.url() == null);
    }
}
