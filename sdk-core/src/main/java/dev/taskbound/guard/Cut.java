/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.guard.RevocationReport.StoppedCall;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * What is being stopped, and how far it has come. The first pass, {@code cut} of tasks and calls and then of their
 * connections, only sets flags, empties credential slots and closes sockets, so that it is over in no time however much is on its way. All that may take
 * longer, or runs somebody else's code, is the second pass. Used by one thread in the first pass.
 */
final class Cut {
    private final String outcome;
    private final ReasonCode reason;
    private final List<TaskEnding> tasks = new ArrayList<>();
    private final Set<StoppableCall> calls = new LinkedHashSet<>();
    private final List<StoppableCall> ours = new ArrayList<>();
    private final List<StoppedCall> stopped = new ArrayList<>();

    Cut(String outcome, ReasonCode reason) {
        this.outcome = outcome;
        this.reason = reason;
    }

    ReasonCode reason() {
        return reason;
    }

    /** The task ends by this. */
    void ends(TaskEnding task) {
        tasks.add(task);
    }

    /** The call is covered, whether it ends by this or was about to end anyhow. */
    void covers(StoppableCall call) {
        calls.add(call);
    }

    /** The call ends by this. */
    void stops(StoppableCall call, StoppedCall shown) {
        ours.add(call);
        stopped.add(shown);
    }

    /**
     * Ends the first pass: what had begun to leave is cut off, once nothing new begins, because whoever wakes up by it takes
     * time from the rest. Waits for what was on its way to the network. False if something still is.
     */
    boolean connections(long nanos) {
        accesses().forEach(each -> each.context().cutConnections());
        long end = System.nanoTime() + nanos;
        boolean left = true;
        for (CallAccess access : accesses().toList()) {
            left &= access.context().awaitLeft(end - System.nanoTime());
        }
        return left;
    }

    /** The second pass: whoever waits is told, and what is registered for the end runs. */
    void tell() {
        tasks.forEach(task -> task.ended(outcome, reason));
        calls.forEach(StoppableCall::tell);
    }

    /** The second pass for those who wait for nothing: sources are told first, since what they keep is of use until then. */
    void end(GuardParts parts) {
        connections(0);
        List<LiveCredential> credentials = credentials();
        credentials.forEach(each -> each.end(parts, true));
        tell();
        release();
        if (!tasks.isEmpty()) {
            new CredentialsLeft(parts, taskIds().get(0), credentials).record();
        }
    }

    /** Whatever sources keep for the tasks is of no more use. */
    void release() {
        tasks.forEach(TaskEnding::release);
    }

    /** The credentials of the calls that end by this, as far as they have come. */
    List<LiveCredential> credentials() {
        return ours.stream()
                .flatMap(call -> call.access().stream())
                .flatMap(each -> each.credentials().stream())
                .toList();
    }

    /** Complete when no call waits for a credential any more; what comes late has then been given back. */
    CompletableFuture<Void> asked() {
        return CompletableFuture.allOf(accesses().map(CallAccess::asked).toArray(CompletableFuture<?>[]::new));
    }

    /** Those for which an issuer is still being asked. */
    List<IssuedCredential> onTheirWay() {
        return accesses().flatMap(each -> each.onItsWay().stream()).toList();
    }

    private Stream<CallAccess> accesses() {
        return calls.stream().flatMap(call -> call.access().stream());
    }

    List<String> taskIds() {
        return tasks.stream().map(task -> task.task().id()).toList();
    }

    List<StoppedCall> stopped() {
        return stopped;
    }
}
