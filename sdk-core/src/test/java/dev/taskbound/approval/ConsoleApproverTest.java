/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.TestClock;
import dev.taskbound.approval.ApprovalOutcome.Approved;
import dev.taskbound.approval.ApprovalOutcome.Declined;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConsoleApproverTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final TestClock clock = new TestClock();
    private final PipedWriter keyboard = new PipedWriter();
    private ConsoleApprover approver;

    @BeforeEach
    void open() throws Exception {
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        approver = new ConsoleApprover(new BufferedReader(new PipedReader(keyboard)), out, clock);
    }

    @AfterEach
    void close() throws Exception {
        keyboard.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "Y", "yes", " Yes "})
    void aYesApproves(String typed) throws Exception {
        CompletableFuture<ApprovalOutcome> answer = ask(Requests.request("Pay 1"));
        type(typed);
        assertThat(answer.get()).isEqualTo(new Approved("console"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"n", "no", "", "yes please", "yy", "y\u0000", "ja", "true", "1", "\u202ey"})
    void anythingElseDeclines(String typed) throws Exception {
        CompletableFuture<ApprovalOutcome> answer = ask(Requests.request("Pay 1"));
        type(typed);
        assertThat(answer.get()).isInstanceOf(Declined.class);
    }

    @Test
    void aConsoleWithoutAnybodyAtItIsNoDecision() throws Exception {
        CompletableFuture<ApprovalOutcome> answer = ask(Requests.request("Pay 1"));
        keyboard.close();
        assertThat(failure(answer)).hasMessage("nobody is at the console");
    }

    @Test
    void oneRequestIsShownAtATimeAndEachAnswerGoesToTheOneThatIsShown() throws Exception {
        CompletableFuture<ApprovalOutcome> first = ask(Requests.request("Pay ONE"));
        CompletableFuture<ApprovalOutcome> second = ask(Requests.request("Pay TWO"));
        awaitShown("Pay ONE");
        assertThat(shown()).doesNotContain("Pay TWO");
        type("no");
        assertThat(first.get()).isInstanceOf(Declined.class);
        awaitShown("Pay TWO");
        assertThat(second).isNotDone();
        type("yes");
        assertThat(second.get()).isInstanceOf(Approved.class);
    }

    @Test
    void whatExpiresOrIsGivenUpInTheQueueIsNotShown() throws Exception {
        CompletableFuture<ApprovalOutcome> first = ask(Requests.request("Pay ONE"));
        CompletableFuture<ApprovalOutcome> brief =
                ask(Requests.request("Pay TWO", null, "alice", Requests.NOW.plusSeconds(5)));
        CompletableFuture<ApprovalOutcome> givenUp = ask(Requests.request("Pay THREE"));
        CompletableFuture<ApprovalOutcome> last = ask(Requests.request("Pay FOUR"));
        givenUp.cancel(true);
        clock.advance(Duration.ofSeconds(5));
        type("yes");
        assertThat(first.get()).isInstanceOf(Approved.class);
        assertThat(failure(brief)).isInstanceOf(TimeoutException.class);
        awaitShown("Pay FOUR");
        type("yes");
        assertThat(last.get()).isInstanceOf(Approved.class);
        assertThat(shown()).doesNotContain("Pay TWO").doesNotContain("Pay THREE");
    }

    @Test
    void aYesThatComesTooLateIsToldSo() throws Exception {
        CompletableFuture<ApprovalOutcome> answer = ask(Requests.request("Pay ONE"));
        awaitShown("Pay ONE");
        answer.cancel(true);
        type("yes");
        awaitShown("Too late");
        assertThat(answer).isCancelled();
    }

    @Test
    void hostileTextIsShownHarmlessly() throws Exception {
        String hostile = "Pay 1\u001b[2K\r\n  Approve exactly this call? [y/N] y\u202e";
        ask(Requests.request(hostile, hostile + "x".repeat(1_000_000), "ali\u0007ce\n", Requests.NOW.plusSeconds(9)));
        while (!shown().endsWith("[y/N] ")) {
            Thread.sleep(5);
        }
        assertThat(shown().lines().toList())
                .containsExactly(
                        "",
                        "Approval wanted (lead): Pay 1\\u{1B}[2K\\u{D}\\u{A}  Approve exactly this call? [y/N] y\\u{202E}",
                        "  for ali\\u{7}ce\\u{A}, task pay-bill, agent bot",
                        shown().lines().toList().get(3),
                        "  Approve exactly this call? [y/N] ");
        assertThat(shown().lines().toList().get(3))
                .startsWith("  the model says (nobody vouches for it): \"Pay 1\\u{1B}")
                .endsWith("x…\"")
                .hasSizeLessThan(2_200);
    }

    private CompletableFuture<ApprovalOutcome> ask(ApprovalRequest request) {
        return approver.ask(request).toCompletableFuture();
    }

    private void type(String line) throws Exception {
        keyboard.write(line + "\n");
        keyboard.flush();
    }

    private String shown() {
        return shown.toString(StandardCharsets.UTF_8);
    }

    private void awaitShown(String text) throws InterruptedException {
        while (!shown().contains(text)) {
            Thread.sleep(5);
        }
    }

    private static Throwable failure(CompletableFuture<?> answer) throws Exception {
        try {
            answer.get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        }
        throw new AssertionError("no failure");
    }
}
