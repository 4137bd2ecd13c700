/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Asks at a terminal, one request at a time, on one thread of its own. For development. */
final class ConsoleApprover implements Approver {
    private static final int LONGEST_TEXT = 2_000;
    private static final Pattern YES = Pattern.compile("y|yes", Pattern.CASE_INSENSITIVE);

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
            try {
                answer(request, answer);
            } catch (IOException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private void answer(ApprovalRequest request, CompletableFuture<ApprovalOutcome> answer) throws IOException {
        // Waiting behind another question may have taken all the time there was.
        if (isOver(request, answer)) {
            answer.completeExceptionally(new TimeoutException("expired before it could be asked"));
            return;
        }
        print(request);
        String line = in.readLine();
        if (line == null) {
            throw new EOFException("nobody is at the console");
        }
        if (isOver(request, answer)) {
            out.println("  Too late: this call is over.");
        }
        answer.complete(
                YES.matcher(line.strip()).matches()
                        ? new ApprovalOutcome.Approved("console")
                        : new ApprovalOutcome.Declined("console", "declined at the console"));
    }

    private boolean isOver(ApprovalRequest request, CompletableFuture<ApprovalOutcome> answer) {
        return answer.isDone() || !clock.instant().isBefore(request.expiresAt());
    }

    private void print(ApprovalRequest request) {
        out.println();
        out.println("Approval wanted (" + request.by() + "): " + PlainText.printable(request.text(), LONGEST_TEXT));
        String subject = request.task().subject().orElse("nobody in particular");
        out.println("  for " + PlainText.printable(subject, LONGEST_TEXT) + ", task "
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
