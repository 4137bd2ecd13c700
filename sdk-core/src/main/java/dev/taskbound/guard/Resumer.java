/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Sees to calls that were approved, or ended otherwise, after their caller had stopped waiting: runs what was approved,
 * exactly that call, once, without asking a model, and tells the application what came of it.
 *
 * <pre>{@code
 * Resumer resumer = Resumer.automatic(guard, HeldTools.none(), new Resumer.Listener() {
 *     public void finished(FinishedCall ended) {
 *         chats.tell(ended.call().task().id(), ended.call().status(), ended.result());
 *     }
 * }).start();
 * }</pre>
 *
 * A call runs on a thread of the resumer's own, in the trace of its task, and carries nothing over from whoever approved
 * it: neither thread-locals nor context. What was approved elsewhere, or before a restart, is found by looking every ten
 * seconds. What cannot be run for now stays approved until its task's deadline, and is tried again ever more rarely. Of a
 * call that another process runs, that process tells. Where several processes share a store, {@code pendingAfter} says how
 * long the caller of another process may be waiting. Thread-safe.
 */
public final class Resumer implements AutoCloseable {
    private static final Set<Status> OVER_WITHOUT_RUNNING =
            EnumSet.of(Status.DECLINED, Status.EXPIRED, Status.VOID, Status.NOT_RUN);

    private final ApprovalDesk desk;
    private final HeldTools tools;
    private final Listener listener;
    private final ResumerThreads threads;
    private final Retries retries = new Retries();
    private final OpenCalls open;
    private final boolean automatic;
    private volatile CallContext.Registration registration = () -> {};

    private Resumer(ToolGuard guard, HeldTools tools, Listener listener, boolean automatic) {
        this.desk = guard.approvals();
        this.tools = Objects.requireNonNull(tools, "tools");
        this.listener = new SafeListener(Objects.requireNonNull(listener, "listener"));
        this.automatic = automatic;
        this.threads = new ResumerThreads();
        this.open = new OpenCalls(desk, this::changed);
    }

    /** Runs what is approved by itself, and tells the listener {@link Listener#approved} of what it finds no tool for. */
    public static Resumer automatic(ToolGuard guard, HeldTools tools, Listener listener) {
        return new Resumer(guard, tools, listener, true);
    }

    /** Runs nothing by itself: the application is told what is approved, and calls {@link #resume}. */
    public static Resumer manual(ToolGuard guard, HeldTools tools, Listener listener) {
        return new Resumer(guard, tools, listener, false);
    }

    /** Begins. What is approved already is seen to first. */
    public Resumer start() {
        registration = desk.onUnattended(this::changed);
        threads.every10s(open::look);
        return this;
    }

    /**
     * Runs an approved call on this thread, with the tool that it was made with in this process, else with the one that is
     * found. The listener is told too.
     *
     * @throws ToolCallDeniedException if the tool did not run: {@code APPROVAL_PENDING} while nobody has decided, {@code
     *     DUPLICATE_CALL} if the approval was used, {@code UNKNOWN_TOOL} if its tool is not found
     */
    public FinishedCall resume(String id) {
        HeldCall held = held(id);
        return run(held, tool(held).orElseThrow(() -> new ToolCallDeniedException(ReasonCode.UNKNOWN_TOOL, null, id)));
    }

    /** The same with a tool that the application gives, such as one that it makes for each request. */
    public FinishedCall resume(String id, HeldTool tool) {
        return run(held(id), Objects.requireNonNull(tool, "tool"));
    }

    private HeldCall held(String id) {
        HeldCall held = desk.find(Objects.requireNonNull(id, "id"))
                .orElseThrow(() -> new ToolCallDeniedException(ReasonCode.APPROVAL_EXPIRED, null, id));
        if (held.status() != Status.APPROVED) {
            throw ApprovalStep.refusal(held).exception();
        }
        return held;
    }

    private Optional<HeldTool> tool(HeldCall held) {
        return desk.toolOf(held).or(() -> tools.find(held));
    }

    private FinishedCall run(HeldCall held, HeldTool tool) {
        try (Scope nothingOfWhoeverCalls = Context.root().makeCurrent()) {
            FinishedCall finished = new HeldRun(desk, held).with(tool);
            listener.finished(finished);
            return finished;
        }
    }

    /** On whatever thread made the change, so it only hands over. */
    private void changed(HeldCall held) {
        if (held.status() == Status.APPROVED) {
            if (retries.isDue(held.id())) {
                threads.run(() -> approved(held));
            }
        } else if (OVER_WITHOUT_RUNNING.contains(held.status())) {
            threads.run(() -> listener.finished(new FinishedCall(held, Optional.empty())));
        }
    }

    private void approved(HeldCall held) {
        if (desk.isAwaited(held)) {
            if (!desk.isHere(held)) {
                threads.in1s(() -> approved(held));
            }
            return;
        }
        if (!retries.begin(held.id())) {
            return;
        }
        boolean again = true;
        try {
            Optional<HeldTool> tool = automatic ? tool(held) : Optional.empty();
            if (tool.isPresent()) {
                run(held, tool.get());
                again = false;
            } else if (retries.isFirst(held.id())) {
                listener.approved(held);
            }
        } catch (ToolCallDeniedException denial) {
            again = Resumed.canBeTriedAgain(denial.reason());
            notRun(held, denial.reason());
        } catch (RuntimeException e) {
            SafeListener.notRun(held, e.getClass().getName());
        } finally {
            retries.end(held.id(), again, held.task().deadline());
        }
    }

    private static void notRun(HeldCall held, ReasonCode reason) {
        // Used elsewhere meanwhile: whoever used it tells.
        if (reason != ReasonCode.DUPLICATE_CALL) {
            SafeListener.notRun(held, reason.name());
        }
    }

    /** Takes nothing up any more, and waits a little for what runs. What is approved and not yet used stays so. */
    @Override
    public void close() {
        registration.close();
        threads.close();
    }

    /** What the application is told; on threads of the resumer's own, or on that of {@link #resume}. */
    public interface Listener {
        /**
         * A call is approved, nobody waits for it, and it is the application that must resume it. Told once in each
         * process.
         */
        default void approved(HeldCall call) {}

        /** A call that nobody waits for any more is over: it ran, or it will not run. */
        void finished(FinishedCall ended);
    }
}
