/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.Task;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.credential.Credential;
import dev.taskbound.policy.Destination;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** A call in progress without a guard behind it, for tests of what tools use. */
public final class TestCall implements CallSupport {
    public static final Instant LATER = Instant.now().plusSeconds(3600);

    private final CallContext context;
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final List<Credential> renewals = new CopyOnWriteArrayList<>();

    private TestCall(Destination destination, Credential credential, Instant deadline) {
        Task task = new Task(
                "task-1", "refund-order", "agent", "", null, Map.of(), Set.of(), null, Instant.now(), deadline);
        ToolDescriptor tool = ToolDescriptor.named("lookup_order");
        this.context = new CallContext(task, tool, "{}", destination, deadline, "key-1", this);
        if (credential != null) {
            context.present(credential);
        }
    }

    /** @param token null for a call without credential */
    public static TestCall to(Destination destination, String token) {
        return to(destination, token, LATER);
    }

    public static TestCall to(Destination destination, String token, Instant deadline) {
        return new TestCall(destination, token == null ? null : credential(token), deadline);
    }

    public static Credential credential(String token) {
        return new Credential(
                "id-" + Integer.toHexString(token.hashCode()),
                "Bearer",
                Secret.of(token),
                "corporate",
                LATER,
                Set.of());
    }

    public CallContext context() {
        return context;
    }

    /** Runs something as the tool would. */
    public <T> T run(Callable<T> body) throws Exception {
        try (Scope ignored = context.in(Context.current()).makeCurrent()) {
            return body.call();
        }
    }

    public void end(ReasonCode laterUse) {
        context.cut(laterUse);
    }

    /** The call is over, and nobody has come yet to cut its connections. */
    public void over(ReasonCode laterUse) {
        context.over(laterUse);
    }

    /** What was recorded, as {@code REASON detail}. */
    public List<String> refusals() {
        return refusals;
    }

    /** The credentials that were handed back as rejected. */
    public List<Credential> renewals() {
        return renewals;
    }

    /** Once per call, as {@link CallContext#renewCredential} says. */
    @Override
    public synchronized Credential renew(Credential rejected) {
        renewals.add(rejected);
        if (renewals.size() > 1) {
            throw new ToolCallDeniedException(ReasonCode.CREDENTIAL_REJECTED);
        }
        Credential fresh = credential("renewed-" + rejected.token().reveal());
        context.present(fresh);
        return fresh;
    }

    @Override
    public void refused(ReasonCode reason, String detail) {
        refusals.add(reason + " " + detail);
    }
}
