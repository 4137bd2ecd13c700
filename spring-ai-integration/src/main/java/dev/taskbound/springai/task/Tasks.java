/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.TaskCarrier;
import io.opentelemetry.context.Scope;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import reactor.core.publisher.Mono;

/**
 * Opens tasks for the user of the request at hand. Thread-safe; a bean of every application with a guard.
 *
 * <pre>{@code
 * String answer = tasks.call("refund-order", task -> task.statement(words).parameter("order_id", id),
 *         () -> chat.prompt().user(words).call().content());
 * }</pre>
 */
public final class Tasks {
    private static final Logger log = LoggerFactory.getLogger(Tasks.class);

    private final ToolGuard guard;
    private final Callers callers;
    private final TenantResolver tenants;
    private final AgentResolver agents;

    private Tasks(ToolGuard guard, Callers callers, TenantResolver tenants, AgentResolver agents) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.callers = callers;
        this.tenants = Objects.requireNonNull(tenants, "tenants");
        this.agents = Objects.requireNonNull(agents, "agents");
    }

    /** For the users that Spring Security knows. */
    public static Tasks of(
            ToolGuard guard, PrincipalResolver principals, TenantResolver tenants, AgentResolver agents) {
        return new Tasks(guard, new SecurityCallers(Objects.requireNonNull(principals)), tenants, agents);
    }

    /** For nobody in particular: where there is no Spring Security. */
    public static Tasks forNobody(ToolGuard guard, TenantResolver tenants, AgentResolver agents) {
        return new Tasks(guard, Callers.NOBODY, tenants, agents);
    }

    /** A request that names the user authenticated on this thread, the tenant and the agent; the rest can be added. */
    public TaskRequest.Builder request(String intent) {
        return request(intent, callers.onThisThread().orElse(null));
    }

    TaskRequest.Builder request(String intent, @Nullable Principal principal) {
        TaskRequest.Builder request =
                TaskRequest.intent(intent).agent(agents.agent()).tenant(tenants.tenant());
        return principal == null ? request : request.principal(principal);
    }

    Optional<Principal> principalOnThisThread() {
        return callers.onThisThread();
    }

    /** The user of the Reactor context, for code whose thread has none. */
    Mono<Principal> reactivePrincipal() {
        return callers.inReactorContext();
    }

    /**
     * Opens a task like {@link ToolGuard#open}, for the user at hand. Whoever opens it makes it current, with {@link
     * TaskCarrier#makeCurrent}, and ends it.
     *
     * @throws ToolCallDeniedException if it may not be opened
     */
    public TaskScope open(String intent, Consumer<TaskRequest.Builder> more) {
        TaskRequest.Builder request = request(intent);
        more.accept(request);
        return open(request.build());
    }

    /** The denial itself says little, because a caller or a model may see it. */
    TaskScope open(TaskRequest request) {
        try {
            return guard.open(request);
        } catch (ToolCallDeniedException denial) {
            log.warn(
                    "no task under the intent {} for agent {}: {} The audit log says which rule",
                    request.intent(),
                    request.agent(),
                    denial.getMessage());
            throw denial;
        }
    }

    /**
     * Runs work as a task of its own, on this thread. The task ends with it; calls that wait for a human by then can still
     * be approved, and resumed.
     *
     * @throws ToolCallDeniedException if the task may not be opened; the work then does not run
     * @throws X what the work throws
     */
    public <T extends @Nullable Object, X extends Exception> T call(
            String intent, Consumer<TaskRequest.Builder> more, Work<T, X> work) throws X {
        TaskScope task = open(intent, more);
        try (Scope current = TaskCarrier.makeCurrent(task)) {
            return work.run();
        } finally {
            task.closeWhenDecided();
        }
    }

    /**
     * An advisor that makes one request to a model, with all its tool calls, a task of its own. A streamed answer's task
     * begins when it is subscribed to and ends when it ends, and is for the user of the thread that calls this method or,
     * if there is none, of the Reactor context.
     *
     * <pre>{@code
     * chat.prompt().user(words).advisors(tasks.advisor("refund-order", task -> task.statement(words))).call()
     * }</pre>
     */
    public Advisor advisor(String intent, Consumer<TaskRequest.Builder> more) {
        return new TaskAdvisor(this, intent, more, principalOnThisThread());
    }

    /**
     * What is done as one task.
     *
     * @param <X> what it throws
     */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object, X extends Exception> {
        T run() throws X;
    }
}
