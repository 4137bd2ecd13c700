/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Policy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 5, "Task containment": budgets by tool and action, by count and sum; rate; repetition; children. */
@Timeout(120)
class ContainmentTest {
    private static final String POLICY = """
            version: 1
            name: contained
            revision: 1
            agents: { bot: { owner: team } }
            destinations:
              bank: { hosts: [bank.example] }
              shop: { hosts: [shop.example] }
              disk: { hosts: [disk.example] }
            tools:
              pay:    { action: write, destination: bank, args: { amount: number, note: string } }
              refund: { action: write, args: { amount: number, note: string } }
              wipe:   { action: admin, destination: disk, args: { note: string } }
              look:   { action: read, destination: shop, args: { note: string } }
            intents:
              work:
                open: { agents: [bot] }
                allow: [ { tool: pay }, { tool: refund }, { tool: wipe }, { tool: look } ]
                limits: { calls: 1000, writes: 1000, denials: 1000, LIMITS }
              free:
                open: { agents: [bot] }
                allow: [ { tool: pay }, { tool: refund }, { tool: wipe }, { tool: look } ]
                limits: { calls: 1000, writes: 1000, denials: 1000 }
            """;

    private final FakeAudit audit = new FakeAudit();
    private final CountingTool tool = new CountingTool();
    private @Nullable ToolGuard guard;
    private int notes;

    @AfterEach
    void close() {
        if (guard != null) {
            guard.close();
        }
    }

    private TaskScope open(String limits) {
        Policy policy = Policy.parse("contained.yaml", POLICY.replace("LIMITS", limits));
        guard = ToolGuard.builder().policy(policy).audit(audit).build();
        return guard.open(request("work"));
    }

    private static TaskRequest request(String intent) {
        return TaskRequest.intent(intent).agent("bot").build();
    }

    private ToolCall call(String name, String amount) {
        return same(name, amount, "n" + notes++);
    }

    private static ToolCall same(String name, String amount, String note) {
        ToolDescriptor descriptor = ToolDescriptor.named(name)
                .withSchema("{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"number\"},"
                        + "\"note\":{\"type\":\"string\"}}}");
        String given = amount.isEmpty() ? "" : "\"amount\":" + amount + ",";
        return ToolCall.of(descriptor, "{" + given + "\"note\":\"" + note + "\"}");
    }

    private @Nullable ReasonCode reason(TaskScope task, ToolCall call) {
        ToolCallDeniedException denied =
                catchThrowableOfType(ToolCallDeniedException.class, () -> task.call(call, tool));
        return denied == null ? null : denied.reason();
    }

    @Test
    void aSumOverAllToolsIsNotPassedByNamingAnotherToolOrSplittingAnAmount() {
        TaskScope task = open("sum: { amount: 100 }");
        assertThat(reason(task, call("pay", "60.1"))).isNull();
        assertThat(reason(task, call("refund", "40"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("refund", "39.9")))
                .as("exactly what is left, in decimals")
                .isNull();
        assertThat(reason(task, call("pay", "0.01"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("look", ""))).as("it has no amount").isNull();
        assertThat(tool.runs()).isEqualTo(3);
    }

    @Test
    void aNegativeAmountRefillsNothing() {
        TaskScope task = open("sum: { amount: 100 }");
        assertThat(reason(task, call("pay", "-500"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("pay", "100"))).isNull();
        assertThat(reason(task, call("pay", "1"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void aToolsBudgetIsItsOwn() {
        TaskScope task = open("tools: { pay: { count: 2, sum: { amount: 50 } } }");
        assertThat(reason(task, call("pay", "50"))).isNull();
        assertThat(reason(task, call("pay", "0.5"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("pay", "0"))).isNull();
        assertThat(reason(task, call("pay", "0"))).as("the third").isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("refund", "500"))).isNull();
        assertThat(tool.runs()).isEqualTo(3);
    }

    @Test
    void aToolWhoseSumIsBoundedHasToGiveAnAmount() {
        TaskScope task = open("tools: { pay: { sum: { amount: 50 } } }");
        assertThat(reason(task, call("pay", ""))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void anActionsBudgetIsSharedByItsTools() {
        TaskScope task = open("actions: { write: { count: 3, sum: { amount: 100 } }, admin: { count: 1 } }");
        assertThat(reason(task, call("pay", "60"))).isNull();
        assertThat(reason(task, call("refund", "60"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("refund", "40"))).isNull();
        assertThat(reason(task, call("wipe", ""))).isNull();
        assertThat(reason(task, call("wipe", ""))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("pay", "0"))).isNull();
        assertThat(reason(task, call("pay", "0"))).as("the fourth write").isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(tool.runs()).isEqualTo(4);
    }

    @Test
    void theSameCallIsMadeAgainNoMoreOftenThanAllowedHoweverItsJsonIsWritten() {
        TaskScope task = open("repeats: 1");
        assertThat(reason(task, same("pay", "5", "x"))).isNull();
        assertThat(reason(task, same("pay", "5.0", "x"))).isNull();
        assertThat(reason(task, same("pay", "0.5e1", "x"))).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(reason(task, same("refund", "5", "x"))).isNull();
        assertThat(reason(task, same("pay", "5", "y"))).isNull();
        assertThat(tool.runs()).isEqualTo(4);
    }

    @Test
    void aChildIsBoundByEveryLimitOfItsAncestorsAndGivesNothingBackWhenItEnds() {
        TaskScope task = open("repeats: 0, sum: { amount: 100 }, tools: { refund: { count: 1 } }");
        try (TaskScope child = task.child(request("free"))) {
            try (TaskScope grandchild = child.child(request("free"))) {
                assertThat(reason(grandchild, same("pay", "60", "x"))).isNull();
            }
            assertThat(reason(child, same("pay", "60", "x"))).isEqualTo(ReasonCode.DUPLICATE_CALL);
            assertThat(reason(child, call("pay", "60"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
            assertThat(reason(child, call("refund", "1"))).isNull();
        }
        assertThat(reason(task, call("refund", "1"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("pay", "39"))).isNull();
        assertThat(tool.runs()).isEqualTo(3);
    }

    @Test
    void callsThatFollowEachOtherTooFastDoNotRunAndAChildIsNoWayAround() {
        TaskScope task = open("rate: { calls: 3, per: 1h }");
        assertThat(reason(task, call("look", ""))).isNull();
        assertThat(reason(task, call("look", ""))).isNull();
        TaskScope child = task.child(request("free"));
        assertThat(reason(child, call("look", ""))).isNull();
        assertThat(reason(child, call("look", ""))).isEqualTo(ReasonCode.RATE_LIMITED);
        assertThat(reason(task, call("look", ""))).isEqualTo(ReasonCode.RATE_LIMITED);
        assertThat(tool.runs()).isEqualTo(3);
        assertThat(audit.last(Type.DENIED).attributes()).containsEntry("reason", "RATE_LIMITED");
    }

    @Test
    void aTaskReachesOnlySoManyDifferentDestinationsAndAChildIsNoWayAround() {
        TaskScope task = open("destinations: 2");
        assertThat(reason(task, call("pay", "1"))).isNull();
        assertThat(reason(task, call("refund", "1"))).as("it has none").isNull();
        TaskScope child = task.child(request("free"));
        assertThat(reason(child, call("pay", "1"))).as("the same one").isNull();
        assertThat(reason(child, call("look", ""))).isNull();
        assertThat(reason(child, call("wipe", ""))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        child.close();
        assertThat(reason(task, call("wipe", ""))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("look", ""))).isNull();
        assertThat(reason(task, call("pay", "1"))).isNull();
        assertThat(tool.runs()).isEqualTo(6);
    }

    @Test
    void aDestinationThatNoCallReachedInTheEndLeavesRoomForAnother() {
        TaskScope task = open("destinations: 1");
        audit.failOn(Type.STARTED);
        assertThat(reason(task, call("pay", "1"))).isEqualTo(ReasonCode.AUDIT_UNAVAILABLE);
        audit.failOn(Type.POLICY_LOADED);
        assertThat(reason(task, call("look", ""))).isNull();
        assertThat(reason(task, call("pay", "1"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void noDestinationAtAllCanBeReachedWhereNoneIsAllowed() {
        TaskScope task = open("destinations: 0");
        assertThat(reason(task, call("look", ""))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(task, call("refund", "1"))).isNull();
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void aCallThatIsRefusedLaterGivesBackWhatItReserved() {
        TaskScope task = open("repeats: 0, sum: { amount: 100 }, actions: { write: { count: 1 } }");
        audit.failOn(Type.STARTED);
        assertThat(reason(task, same("pay", "100", "x"))).isEqualTo(ReasonCode.AUDIT_UNAVAILABLE);
        audit.failOn(Type.POLICY_LOADED);
        assertThat(reason(task, same("pay", "100", "x"))).isNull();
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void twoHundredThreadsNeverSpendMoreThanThereIs() throws Exception {
        TaskScope task = open("sum: { amount: 100 }, tools: { pay: { count: 150 } }, repeats: 0");
        List<TaskScope> family = List.of(task, task.child(request("free")), task.child(request("free")));
        AtomicReference<BigDecimal> spent = new AtomicReference<>(BigDecimal.ZERO);
        CountDownLatch together = new CountDownLatch(200);
        ExecutorService threads = Executors.newFixedThreadPool(200);
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            calls.add(call(i % 2 == 0 ? "pay" : "refund", "1.3"));
        }
        for (int i = 0; i < 200; i++) {
            ToolCall call = calls.get(i);
            TaskScope one = family.get(i % 3);
            threads.execute(() -> {
                together.countDown();
                try {
                    together.await();
                    one.call(call, context -> spent.accumulateAndGet(new BigDecimal("1.3"), BigDecimal::add));
                } catch (ToolCallDeniedException | InterruptedException e) {
                    // What was spent is what counts.
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(spent.get()).as("76 times 1.3 fit, 77 do not").isEqualByComparingTo("98.8");
    }
}
