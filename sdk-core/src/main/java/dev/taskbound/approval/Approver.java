/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Asks a human about exactly one frozen call. Thread-safe. Answers when the human does, on any thread; must not park the
 * caller's. A stage that fails denies the call with {@code APPROVAL_UNAVAILABLE}; one that is not done at
 * {@link ApprovalRequest#expiresAt()} is cancelled and denies it with {@code APPROVAL_EXPIRED}.
 */
public interface Approver {
    CompletionStage<ApprovalOutcome> ask(ApprovalRequest request);

    /** Nobody can be asked: every call that needs a human is denied with {@code APPROVAL_UNAVAILABLE}. */
    static Approver none() {
        return request -> CompletableFuture.failedFuture(new IllegalStateException("no approver is configured"));
    }

    /** Nobody is called: people find the call in an inbox and decide there. */
    static Approver inbox() {
        return request -> new CompletableFuture<>();
    }

    /**
     * Asks over several channels at once; the first decision counts and the others are then cancelled. Fails only when all
     * have failed.
     */
    static Approver anyOf(Approver... channels) {
        return switch (channels.length) {
            case 0 -> none();
            case 1 -> channels[0];
            default -> new SeveralApprovers(List.of(channels));
        };
    }

    /** Asks a function of the application, on the thread of the call; it must answer at once. */
    static Approver callback(Function<ApprovalRequest, ApprovalOutcome> decision) {
        return request -> CompletableFuture.completedFuture(decision.apply(request));
    }

    /** Asks at this process's terminal, one request at a time. For development. */
    static Approver console() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        PrintStream out = System.out;
        return new ConsoleApprover(in, out, Clock.systemUTC());
    }
}
