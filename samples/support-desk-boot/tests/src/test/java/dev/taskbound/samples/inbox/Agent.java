/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.inbox;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** An agent at work on one task: each of its calls waits on a thread of its own. Counts how often a tool's body ran. */
final class Agent implements AutoCloseable {
    static final String IBAN = "DE89370400440532013000";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger runs = new AtomicInteger();
    private final TaskScope task;

    Agent(ToolGuard guard, String person) {
        task = guard.open(TaskRequest.intent("refund-order")
                .agent("support-assistant")
                .principal(Principal.verified("test", person))
                .statement("Please refund order 4711: 249.00 to " + IBAN)
                .parameter("order_id", "4711")
                .build());
    }

    CompletableFuture<Integer> refunds(Object amount) {
        return calls("refund_payment", Map.of("iban", IBAN, "amount", amount), "The oak shelf arrived damaged.");
    }

    CompletableFuture<Integer> calls(String tool, Map<String, ?> arguments, String purpose) {
        ToolDescriptor described =
                ToolDescriptor.named(tool).withSchema("{\"type\":\"object\",\"additionalProperties\":true}");
        ToolCall call =
                ToolCall.of(described, JSON.writeValueAsString(arguments)).withPurpose(purpose);
        return CompletableFuture.supplyAsync(() -> task.call(call, frozen -> runs.incrementAndGet()), threads);
    }

    int runs() {
        return runs.get();
    }

    @Override
    public void close() {
        task.close();
        threads.shutdownNow();
    }
}
