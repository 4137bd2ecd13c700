/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Asks at a terminal, one request at a time, on one thread of its own. For development. */
final class ConsoleApprover implements Approver {
    private static final int LONGEST_TEXT = 2_000;

    private final BufferedReader in;
    private final PrintStream out;
    private final Clock clock;
    private final ExecutorService asker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "taskbound-console-approver");
        thread.setDaemon(true);
        return thread;
    });

    ConsoleApprover(BufferedReader in, PrintStream out, Clock clock) {
        this.in = in;
        this.out = out;
        this.clock = clock;
    }

    @Override
    public CompletionStage<ApprovalOutcome> ask(ApprovalRequest request) {
        CompletableFuture<ApprovalOutcome> answer = new CompletableFuture<>();
        asker.execute(() -> {
            // Waiting behind another question may have taken all the time there was.
            if (!answer.isDone() && clock.instant().isBefore(request.expiresAt())) {
                answer(request, answer);
            }
        });
        return answer;
    }

    private void answer(ApprovalRequest request, CompletableFuture<ApprovalOutcome> answer) {
        try {
            print(request);
            String line = in.readLine();
            boolean yes = line != null && line.strip().toLowerCase(Locale.ROOT).matches("y|yes");
            answer.complete(
                    yes
                            ? new ApprovalOutcome.Approved("console")
                            : new ApprovalOutcome.Declined("console", "declined at the console"));
        } catch (IOException e) {
            answer.completeExceptionally(new UncheckedIOException("the console cannot be read", e));
        }
    }

    private void print(ApprovalRequest request) {
        out.println();
        out.println("Approval wanted (" + request.by() + "): " + PlainText.printable(request.text(), LONGEST_TEXT));
        out.println("  for " + request.task().subject().orElse("nobody in particular") + ", task "
                + request.task().intent() + ", agent " + request.task().agent());
        String purpose = request.purpose();
        if (purpose != null) {
            out.println(
                    "  the model says (nobody vouches for it): \"" + PlainText.printable(purpose, LONGEST_TEXT) + "\"");
        }
        out.print("  Approve exactly this call? [y/N] ");
        out.flush();
    }
}
