/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.CallAdvisor;
import org.springframework.ai.chat.client.advisor.api.CallAdvisorChain;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/** Makes one request to a model a task of its own. Comes before everything that looks for a task. */
final class TaskAdvisor implements CallAdvisor, StreamAdvisor {
    private final Tasks tasks;
    private final String intent;
    private final Consumer<TaskRequest.Builder> more;
    private final Optional<Principal> caller;

    TaskAdvisor(Tasks tasks, String intent, Consumer<TaskRequest.Builder> more, Optional<Principal> caller) {
        this.tasks = tasks;
        this.intent = Objects.requireNonNull(intent, "intent");
        this.more = Objects.requireNonNull(more, "more");
        this.caller = caller;
    }

    @Override
    public String getName() {
        return "taskbound-task";
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public ChatClientResponse adviseCall(ChatClientRequest request, CallAdvisorChain chain) {
        return tasks.call(intent, more, () -> chain.nextCall(request));
    }

    @Override
    public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
        return new ReactiveTask(tasks, caller, this::request).flux(() -> chain.nextStream(request));
    }

    private TaskRequest request(Optional<Principal> principal) {
        TaskRequest.Builder request = tasks.request(intent, principal.orElse(null));
        more.accept(request);
        return request.build();
    }
}
