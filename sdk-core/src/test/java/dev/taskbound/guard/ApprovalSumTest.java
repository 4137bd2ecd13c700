/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Approver;
import dev.taskbound.policy.Policy;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 5, "Task containment": no splitting under a threshold, {@code approval: { above: … }}. */
@Timeout(120)
class ApprovalSumTest {
    private static final String POLICY = """
            version: 1
            name: sums
            revision: 1
            agents: { bot: { owner: team } }
            tools:
              pay:    { action: write, args: { amount: number, note: string } }
              refund: { action: write, args: { amount: number, note: string } }
              quote:  { action: read }
            intents:
              work:
                open: { agents: [bot] }
                allow:
                  - { tool: pay, approval: { above: { amount: 100 }, by: lead } }
                  - { tool: refund }
                  - { tool: quote }
                limits: { calls: 1000, writes: 1000, denials: 1000 }
              free:
                open: { agents: [bot] }
                allow: [ { tool: pay }, { tool: refund } ]
                limits: { calls: 1000, writes: 1000, denials: 1000 }
            """;

    private final FakeAudit audit = new FakeAudit();
    private final CountingTool tool = new CountingTool();
    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private volatile boolean approves = true;
    private volatile Consumer<ToolGuard> meanwhile = guard -> {};
    private @Nullable ToolGuard guard;
    private int notes;

    @AfterEach
    void close() {
        if (guard != null) {
            guard.close();
        }
    }

    private TaskScope open(String old, String replacement) {
        assertThat(POLICY).contains(old);
        ToolGuard made = ToolGuard.builder()
                .policy(Policy.parse("sums.yaml", POLICY.replace(old, replacement)))
                .audit(audit)
                .approver(Approver.callback(request -> {
                    asked.add(request.tool().key());
                    meanwhile.accept(guard);
                    return approves ? new ApprovalOutcome.Approved("lena") : new ApprovalOutcome.Declined("lena", "no");
                }))
                .build();
        guard = made;
        return made.open(request("work"));
    }

    private TaskScope open() {
        return open("version: 1", "version: 1");
    }

    private static TaskRequest request(String intent) {
        return TaskRequest.intent(intent).agent("bot").build();
    }

    private ToolCall call(String name, String amount) {
        ToolDescriptor descriptor = ToolDescriptor.named(name)
                .withSchema("{\"type\":\"object\",\"properties\":{\"amount\":{},\"note\":{}}}");
        String given = amount.isEmpty() ? "" : "\"amount\":" + amount + ",";
        return ToolCall.of(descriptor, "{" + given + "\"note\":\"n" + notes++ + "\"}");
    }

    private @Nullable ReasonCode reason(TaskScope task, ToolCall call) {
        ToolCallDeniedException denied =
                catchThrowableOfType(ToolCallDeniedException.class, () -> task.call(call, tool));
        return denied == null ? null : denied.reason();
    }

    @Test
    void onePaymentAboveTheThresholdAsksAndOneAtItDoesNot() {
        TaskScope task = open();
        assertThat(reason(task, call("pay", "100"))).isNull();
        assertThat(asked).isEmpty();
        TaskScope other = guardOf().open(request("work"));
        assertThat(reason(other, call("pay", "100.01"))).isNull();
        assertThat(asked).hasSize(1);
        assertThat(tool.runs()).isEqualTo(2);
    }

    @Test
    void paymentsThatAreSmallOneByOneAskOnceTheyAreNotSmallTogether() {
        TaskScope task = open();
        for (int i = 0; i < 10; i++) {
            assertThat(reason(task, call("pay", "10"))).isNull();
        }
        assertThat(asked).isEmpty();
        approves = false;
        assertThat(reason(task, call("pay", "0.01"))).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(asked).hasSize(1);
        assertThat(tool.runs()).isEqualTo(10);
    }

    @Test
    void aPaymentThatSomebodyDeclinedUsesUpNothing() {
        TaskScope task = open();
        approves = false;
        assertThat(reason(task, call("pay", "5000"))).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(reason(task, call("pay", "100"))).isNull();
        assertThat(asked).hasSize(1);
    }

    @Test
    void oneThatSomebodyApprovedCounts() {
        TaskScope task = open();
        assertThat(reason(task, call("pay", "101"))).isNull();
        assertThat(reason(task, call("pay", "1"))).isNull();
        assertThat(asked).as("the second is above in all").hasSize(2);
    }

    @Test
    void anotherToolIsNoWayAroundAndAChildNeither() {
        TaskScope task = open();
        assertThat(reason(task, call("refund", "60"))).isNull();
        approves = false;
        assertThat(reason(task, call("pay", "60"))).isEqualTo(ReasonCode.APPROVAL_DENIED);
        TaskScope child = task.child(request("free"));
        assertThat(reason(child, call("refund", "39"))).isNull();
        assertThat(reason(child, call("pay", "1.5")))
                .as("the parent's rule asks")
                .isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(reason(child, call("pay", "1"))).isNull();
        child.close();
        assertThat(reason(task, call("pay", "0.5")))
                .as("nothing comes back with its end")
                .isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(tool.runs()).isEqualTo(3);
    }

    @Test
    void aMissingNegativeOrOtherAmountIsRefused() {
        TaskScope task = open("args: { amount: number, note: string } }\n  refund", "}\n  refund");
        for (String amount : List.of("", "-1", "\"5\"", "[5]", "null", "{\"amount\":5}")) {
            assertThat(reason(task, call("pay", amount))).as(amount).isEqualTo(ReasonCode.CONDITION_ERROR);
        }
        assertThat(tool.runs()).isZero();
        assertThat(reason(task, call("pay", "100"))).isNull();
        assertThat(asked).as("none of these was counted").isEmpty();
    }

    @Test
    void whatIsNoAmountOfAnotherToolIsNotCounted() {
        TaskScope task = open();
        assertThat(reason(task, call("quote", "\"all of it\""))).isNull();
        assertThat(reason(task, call("quote", "-50"))).isNull();
        assertThat(reason(task, call("pay", "100"))).isNull();
        approves = false;
        assertThat(reason(task, call("pay", "1"))).as("and gives no room").isEqualTo(ReasonCode.APPROVAL_DENIED);
    }

    @Test
    void aConditionAsksBesideTheSumAndALimitBoundsIt() {
        TaskScope task = open("above: { amount: 100 }", "above: { amount: 100 }, when: args.note.startsWith('n1')");
        assertThat(reason(task, call("pay", "1"))).isNull();
        assertThat(asked).isEmpty();
        assertThat(reason(task, call("pay", "1"))).isNull();
        assertThat(asked).as("by the condition").hasSize(1);
        assertThat(reason(task, call("pay", "99"))).isNull();
        assertThat(asked).as("by the sum").hasSize(2);

        TaskScope limited = open("denials: 1000 }\n  free", "denials: 1000, sum: { amount: 150 } }\n  free");
        assertThat(reason(limited, call("pay", "101"))).isNull();
        assertThat(asked).as("counted once").hasSize(3);
        assertThat(reason(limited, call("pay", "50"))).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(reason(limited, call("pay", "49"))).isNull();
    }

    @Test
    void aSumThatANewerPolicyAsksForIsAskedAfterTheWaitToo() {
        TaskScope task = open("approval: { above: { amount: 100 }, by: lead }", "approval: { by: lead }");
        String newer = POLICY.replace("revision: 1", "revision: 2")
                .replace("- { tool: refund }\n      - { tool: quote }", "- { tool: pay, approval: { by: lead } }")
                .replace("above: { amount: 100 }, by: lead", "above: { amount: 100 }, by: board");
        assertThat(newer).contains("by: board", "by: lead");
        meanwhile = made -> made.reload(Policy.parse("sums.yaml", newer));
        assertThat(reason(task, call("pay", "500"))).isEqualTo(ReasonCode.APPROVAL_EXPIRED);
        assertThat(tool.runs()).isZero();
    }

    @Test
    void ofAHundredPaymentsAtOnceNoMorePassUnaskedThanTheThresholdHasRoomFor() throws Exception {
        TaskScope task = open();
        approves = false;
        List<TaskScope> family = List.of(task, task.child(request("free")), task.child(request("free")));
        AtomicReference<BigDecimal> spent = new AtomicReference<>(BigDecimal.ZERO);
        List<ToolCall> calls = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            calls.add(call("pay", "7.3"));
        }
        ConcurrentLinkedQueue<ReasonCode> refused = new ConcurrentLinkedQueue<>();
        CountDownLatch together = new CountDownLatch(100);
        ExecutorService threads = Executors.newFixedThreadPool(100);
        for (int i = 0; i < 100; i++) {
            ToolCall call = calls.get(i);
            TaskScope one = family.get(i % 3);
            threads.execute(() -> {
                together.countDown();
                try {
                    together.await();
                    one.call(call, context -> spent.accumulateAndGet(new BigDecimal("7.3"), BigDecimal::add));
                } catch (ToolCallDeniedException e) {
                    refused.add(e.reason());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(spent.get()).isLessThanOrEqualTo(new BigDecimal("100"));
        assertThat(refused).hasSizeGreaterThanOrEqualTo(100 - 13);
        // So many wait for one person at once that some may not even be asked about: they are refused all the same.
        assertThat(refused).isSubsetOf(ReasonCode.APPROVAL_DENIED, ReasonCode.APPROVAL_UNAVAILABLE);
        assertThat(asked).isNotEmpty().hasSizeLessThanOrEqualTo(refused.size());
    }

    private ToolGuard guardOf() {
        return java.util.Objects.requireNonNull(guard);
    }
}
