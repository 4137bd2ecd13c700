/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.credential.Credential;
import dev.taskbound.policy.Destination;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The call in progress, as its tool sees it: a revocable handle. It travels in the OpenTelemetry {@link Context} under a
 * private key, so whatever carries that context to another thread carries it along. When the call ends, its credential
 * is dropped and every later use but {@link #task()} and {@link #tool()} throws {@link ToolCallDeniedException}, on
 * whatever thread. Thread-safe.
 */
public final class CallContext {
    private static final ContextKey<CallContext> KEY = ContextKey.named("taskbound-call");

    private final Task task;
    private final ToolDescriptor tool;
    private final String arguments;
    private final @Nullable Destination destination;
    private final Instant deadline;
    private final String idempotencyKey;
    private final CallSupport support;
    private final CallEnd end = new CallEnd();
    private final AtomicReference<@Nullable Credential> credential = new AtomicReference<>();

    CallContext(
            Task task,
            ToolDescriptor tool,
            String arguments,
            @Nullable Destination destination,
            Instant deadline,
            String idempotencyKey,
            CallSupport support) {
        this.task = task;
        this.tool = tool;
        this.arguments = arguments;
        this.destination = destination;
        this.deadline = deadline;
        this.idempotencyKey = idempotencyKey;
        this.support = support;
    }

    /** The call in progress on this thread, if any; it may have ended. */
    public static Optional<CallContext> current() {
        return Optional.ofNullable(Context.current().get(KEY));
    }

    public Task task() {
        return task;
    }

    public ToolDescriptor tool() {
        return tool;
    }

    /** The arguments as canonical JSON (RFC 8785): the very text that was checked. */
    public String arguments() {
        requireLive();
        return arguments;
    }

    /** The system this tool reaches; empty for a tool that reaches none. */
    public Optional<Destination> destination() {
        requireLive();
        return Optional.ofNullable(destination);
    }

    /**
     * The credential of this call; empty for a tool whose destination wants none, and for a static secret, which only
     * {@code GuardedHttp} gets to see.
     */
    public Optional<Credential> credential() {
        return presented().filter(shown -> !shown.isStatic());
    }

    /** What {@code GuardedHttp} presents. */
    Optional<Credential> presented() {
        requireLive();
        return Optional.ofNullable(credential.get());
    }

    /**
     * One new credential for this call, after the destination has answered 401 to the one it had. Granted once per call,
     * audited, blocking until {@link #deadline()} at the longest.
     *
     * @param rejected the credential that was refused
     * @throws ToolCallDeniedException {@code CREDENTIAL_REJECTED} the second time, or the reason why none was issued
     */
    public Credential renewCredential(Credential rejected) {
        Objects.requireNonNull(rejected, "rejected");
        if (presented().filter(Credential::isStatic).isPresent()) {
            throw refuse(ReasonCode.CREDENTIAL_REJECTED, "a static secret, which no tool is shown");
        }
        return renewPresented(rejected);
    }

    Credential renewPresented(Credential rejected) {
        requireLive();
        Credential fresh = support.renew(rejected);
        requireLive();
        return fresh;
    }

    /** When the call must be over. */
    public Instant deadline() {
        return deadline;
    }

    /** Unique to this call and stable over its life: what a tool hands to a service that knows idempotency keys. */
    public String idempotencyKey() {
        requireLive();
        return idempotencyKey;
    }

    public boolean isLive() {
        return !end.isOver();
    }

    /**
     * Runs the action when the call ends, for whatever reason; at once if it has ended. It must be quick and must not
     * throw. Closing the answer withdraws it.
     */
    public Registration onEnd(Runnable action) {
        return end.onEnd(Objects.requireNonNull(action, "action"));
    }

    /**
     * As {@link #onEnd}, for what closes a connection of this call: runs before everything else when the call ends, one
     * after another on the thread that ends it, and a kill does not return before it has run. So it must not wait for
     * anything, least of all for the other side.
     */
    public Registration onCut(Runnable cut) {
        return end.onCut(Objects.requireNonNull(cut, "cut"));
    }

    /**
     * From here until the answer is closed a request of this call may leave for the network. A kill waits for it, briefly,
     * so that nothing leaves once it has returned: for HTTP clients other than {@code GuardedHttp}, between their last
     * look and the first byte.
     *
     * @throws ToolCallDeniedException if the call has ended
     */
    public Registration leaving() {
        return end.leave();
    }

    /**
     * Records that the tool's code tried something that is refused: a host outside its destination, a secret of its own.
     * Goes to the audit log and the call's span.
     *
     * @param detail for audit and trace; no secret and no argument value
     * @return what to throw
     */
    public ToolCallDeniedException refuse(ReasonCode reason, String detail) {
        support.refused(Objects.requireNonNull(reason, "reason"), Objects.requireNonNull(detail, "detail"));
        return new ToolCallDeniedException(reason);
    }

    /** This call as part of an OpenTelemetry context. */
    Context in(Context parent) {
        return parent.with(KEY, this);
    }

    /** Why it ended, or null. */
    @Nullable
    ReasonCode endedWith() {
        return end.reason();
    }

    /** Puts a credential into the slot, unless the call has ended. */
    boolean present(Credential issued) {
        credential.set(issued);
        if (end.isOver()) {
            credential.set(null);
            return false;
        }
        return true;
    }

    /** Ends the call: nothing new begins, and the credential slot is empty. */
    void over(ReasonCode laterUse) {
        end.over(laterUse);
        credential.set(null);
    }

    /** Cuts the connections of a call that is over. */
    void cutConnections() {
        end.cut();
    }

    /** Both. */
    void cut(ReasonCode laterUse) {
        over(laterUse);
        cutConnections();
    }

    boolean awaitLeft(long nanos) {
        return end.awaitLeft(nanos);
    }

    /** Runs what was registered for the end. */
    void tell() {
        end.tell();
    }

    private void requireLive() {
        end.requireLive();
    }

    @Override
    public String toString() {
        return "CallContext[" + task.id() + " " + tool.key() + (isLive() ? "]" : " ended]");
    }

    /** Withdraws what was registered. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
