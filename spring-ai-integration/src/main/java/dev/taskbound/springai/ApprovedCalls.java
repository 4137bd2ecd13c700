/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.guard.FinishedCall;
import dev.taskbound.guard.Resumer;
import dev.taskbound.guard.ToolGuard;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;

/**
 * Calls that were approved once nobody waited for them any more; a bean of every application with a guard. What came of
 * such a call is published as an application event, a {@link FinishedCall}, also if it was declined, expired or void.
 *
 * <pre>{@code
 * @EventListener
 * void on(FinishedCall ended) {
 *     chats.tell(ended.call().task().id(), ended.call().status(), ended.result());
 * }
 * }</pre>
 *
 * The tool runs with the {@code Authentication} that the call was made with; after a restart with that of a
 * {@link TaskAuthentication} bean, or none. Never with that of whoever approved. Thread-safe.
 */
public final class ApprovedCalls implements SmartLifecycle {
    private final ToolGuard guard;
    private final HeldToolCallbacks tools;
    private final Resumer.Listener events;
    private final boolean automatic;
    private volatile Resumer resumer;
    private volatile boolean running;

    private ApprovedCalls(ToolGuard guard, HeldToolCallbacks tools, Resumer.Listener events, boolean automatic) {
        this.guard = guard;
        this.tools = tools;
        this.events = events;
        this.automatic = automatic;
        this.resumer = resumer();
    }

    /**
     * @param authentication the {@code Authentication} of a task whose own one is not known any more; null for nobody
     * @param automatic whether they are run without being asked for
     */
    public static ApprovedCalls of(
            ToolGuard guard,
            ListableBeanFactory beans,
            ApplicationEventPublisher events,
            Function<Task, @Nullable Object> authentication,
            boolean automatic) {
        HeldToolCallbacks tools = new HeldToolCallbacks(new ToolBeans(beans), Objects.requireNonNull(authentication));
        return new ApprovedCalls(Objects.requireNonNull(guard), tools, new Events(events), automatic);
    }

    private Resumer resumer() {
        return automatic ? Resumer.automatic(guard, tools, events) : Resumer.manual(guard, tools, events);
    }

    /** Those that are approved and not yet run, the one that was held first, first. */
    public List<HeldCall> waiting() {
        return guard.approvals().approved();
    }

    /**
     * Runs an approved call on this thread, once, with the tool it was made with, else with the application's tool of that
     * name.
     *
     * @throws ToolCallDeniedException if the tool did not run: {@code APPROVAL_PENDING} while nobody has decided, {@code
     *     DUPLICATE_CALL} if the approval was used, {@code UNKNOWN_TOOL} if its tool is not found
     */
    public FinishedCall resume(String id) {
        return resumer.resume(id);
    }

    /** The same with a tool that the application gives, such as one that it makes for each request. */
    public FinishedCall resume(String id, ToolCallback tool) {
        HeldCall held = guard.approvals()
                .find(id)
                .orElseThrow(() -> new ToolCallDeniedException(ReasonCode.APPROVAL_EXPIRED, null, id));
        return resumer.resume(id, tools.held(GuardedToolCallback.of(tool, null), held));
    }

    @Override
    public void start() {
        resumer = resumer().start();
        running = true;
    }

    /** What runs may end; what is approved and not yet run stays so where the store outlives the process. */
    @Override
    public void stop() {
        running = false;
        resumer.close();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private record Events(ApplicationEventPublisher publisher) implements Resumer.Listener {
        @Override
        public void approved(HeldCall call) {
            publisher.publishEvent(new ApprovedCall(call));
        }

        @Override
        public void finished(FinishedCall ended) {
            publisher.publishEvent(ended);
        }
    }
}
