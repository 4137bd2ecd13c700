/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent.Type;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may open a task, what a child may do, and that the budgets of many tasks hold under load. */
@Timeout(120)
class TaskScopeTest {
    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final CountingTool tool = new CountingTool();
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .credentialSource("bank-source", source)
            .build();

    @AfterEach
    void close() {
        guard.close();
    }

    @Test
    void anIntentIsOpenedOnlyByWhoMay() {
        assertThat(refused(Desk.request("no-such-intent").build())).isEqualTo(ReasonCode.UNKNOWN_INTENT);
        assertThat(refused(TaskRequest.intent("pay-bill")
                        .agent("stranger")
                        .parameter("iban", "x")
                        .build()))
                .isEqualTo(ReasonCode.INTENT_NOT_ALLOWED);
        assertThat(refused(TaskRequest.intent("pay-bill")
                        .agent("nobody")
                        .parameter("iban", "x")
                        .build()))
                .isEqualTo(ReasonCode.INTENT_NOT_ALLOWED);
        assertThat(refused(Desk.request("pay-bill").parameter("iban", "closed").build()))
                .isEqualTo(ReasonCode.INTENT_NOT_ALLOWED);
        assertThat(refused(Desk.request("pay-bill").build())).isEqualTo(ReasonCode.INTENT_NOT_ALLOWED);
        assertThat(audit.types()).containsOnly(Type.POLICY_LOADED, Type.TASK_DENIED);

        guard.open(Desk.payBill()).close();
        assertThat(audit.types()).contains(Type.TASK_OPENED, Type.TASK_CLOSED);
    }

    @Test
    void aTaskThatCannotBeRecordedIsNotOpened() {
        audit.failOn(Type.TASK_OPENED);
        assertThat(refused(Desk.payBill())).isEqualTo(ReasonCode.AUDIT_UNAVAILABLE);
    }

    @Test
    void aTaskIsFoundByItsContextObjectAndNeverByBaggage() {
        TaskScope task = guard.open(Desk.payBill());
        Context outside = Context.root()
                .with(Baggage.builder()
                        .put("taskbound.task.id", task.task().id())
                        .put("taskbound-task", task.task().id())
                        .build());
        try (Scope forged = outside.makeCurrent()) {
            assertThat(TaskScope.current()).isEmpty();
        }
        try (Scope real = task.makeCurrent()) {
            assertThat(TaskScope.current()).containsSame(task);
        }
        assertThat(TaskScope.current()).isEmpty();
    }

    @Test
    void aChildMustPassItsOwnAndItsParentsRulesAndIsChargedToBoth() {
        TaskScope parent = guard.open(Desk.readOnly());
        TaskScope child = parent.child(
                Desk.request("pay-bill").parameter("iban", Desk.IBAN).build());

        assertThat(denied(child, Desk.pay("1")))
                .as("the parent may not write")
                .isIn(ReasonCode.NOT_ALLOWED, ReasonCode.BUDGET_EXCEEDED);
        for (int i = 0; i < 3; i++) {
            child.call(Desk.look(), tool);
        }
        for (int i = 0; i < 2; i++) {
            parent.call(Desk.look(), tool);
        }
        assertThat(denied(child, Desk.look()))
                .as("five calls, the parent's budget")
                .isEqualTo(ReasonCode.BUDGET_EXCEEDED);
        assertThat(tool.runs()).isEqualTo(5);
    }

    @Test
    void aChildsParametersAreTrustedOnlyIfItsParentKnewThem() {
        TaskScope parent = guard.open(Desk.payBill());
        TaskScope knows = parent.child(
                Desk.request("pay-bill").parameter("iban", Desk.IBAN).build());
        TaskScope guesses = parent.child(Desk.request("pay-bill")
                .parameter("iban", "GB00EVIL")
                .statement("pay GB00EVIL")
                .build());

        knows.call(Desk.pay("1"), tool);
        assertThat(denied(guesses, ToolCall.of(Desk.PAY, "{\"iban\":\"GB00EVIL\",\"amount\":1}")))
                .isEqualTo(ReasonCode.UNKNOWN_ORIGIN);
    }

    @Test
    void aChildEndsWithItsParentAndNestsNoDeeperThanAllowed() {
        TaskScope parent = guard.open(Desk.readOnly());
        TaskScope child = parent.child(Desk.readOnly());
        TaskScope grandchild = child.child(Desk.readOnly());
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> grandchild.child(Desk.readOnly()))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.DEPTH_EXCEEDED);
        parent.close();
        assertThat(denied(grandchild, Desk.look())).isEqualTo(ReasonCode.TASK_CLOSED);
    }

    @Test
    void childrenAreNoWayToProbeForLonger() {
        TaskScope parent = guard.open(Desk.payBill());
        TaskScope patient = guard.open(Desk.payBill());
        for (int i = 0; i < 7; i++) {
            try (TaskScope child = parent.child(Desk.payBill())) {
                assertThat(denied(child, Desk.pay("501"))).isEqualTo(ReasonCode.CONDITION_FALSE);
            }
        }
        assertThat(denied(parent, Desk.look())).as("suspended").isEqualTo(ReasonCode.TASK_CLOSED);
        patient.call(Desk.look(), tool);
        assertThat(tool.runs()).isEqualTo(1);
    }

    @Test
    void closingAParentStopsWhatItsChildHasUnderWay() {
        TaskScope parent = guard.open(Desk.readOnly());
        TaskScope child = parent.child(Desk.readOnly());
        List<Boolean> live = new ArrayList<>();
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> child.call(Desk.look(), call -> {
                    parent.close();
                    live.add(call.isLive());
                    return "late";
                }))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.TASK_CLOSED);
        assertThat(live).containsExactly(false);
    }

    @Test
    void aParentWhoseOutcomesCannotBeWrittenStopsItsChildrensWritesToo() {
        TaskScope parent = guard.open(Desk.payBill());
        TaskScope child = parent.child(Desk.payBill());
        audit.failOn(Type.SUCCEEDED);
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> parent.call(Desk.look(), call -> "done"));
        audit.failOn(Type.RECOVERED);
        assertThat(denied(child, Desk.pay("1"))).isEqualTo(ReasonCode.AUDIT_UNAVAILABLE);
        child.call(Desk.look(), tool);
    }

    @Test
    void conditionsCountTheCallsBeforeThisOneInAllAndOfItsTool() {
        guard.reload(Desk.policy(
                "      - { tool: look }\n      - { tool: peek }\n",
                "      - { tool: look, when: call.tool < 2 }\n      - { tool: peek, when: call.total == 1 }\n"));
        TaskScope task = guard.open(Desk.payBill());
        ToolCall peek = ToolCall.of(Desk.PEEK, "{}");
        assertThat(denied(task, peek)).isEqualTo(ReasonCode.CONDITION_FALSE);
        task.call(Desk.look(), tool);
        task.call(peek, tool);
        task.call(Desk.look(), tool);
        assertThat(denied(task, Desk.look())).isEqualTo(ReasonCode.CONDITION_FALSE);
    }

    @Test
    void aChildCannotActForSomebodyElse() {
        TaskScope parent = guard.open(Desk.readOnly());
        TaskRequest mallory = TaskRequest.intent("read-only")
                .agent("bot")
                .principal(Principal.verified("test", "mallory"))
                .build();
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> parent.child(mallory))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.INTENT_NOT_ALLOWED);
        assertThat(parent.child(TaskRequest.intent("read-only").agent("bot").build())
                        .task()
                        .subject())
                .contains("alice");
    }

    @Test
    void aParameterThatAModelExtractedIsBoundButNotTrusted() {
        TaskScope task = guard.open(
                Desk.request("pay-bill").modelParameter("iban", Desk.IBAN).build());
        assertThat(denied(task, Desk.pay("1"))).isEqualTo(ReasonCode.UNKNOWN_ORIGIN);
    }

    @Test
    void aReloadNeedsAHigherRevisionAndTakesEffectAtOnce() {
        TaskScope task = guard.open(Desk.payBill());
        task.call(Desk.look(), tool);
        guard.reload(Desk.policy("- { tool: look }\n", "\n"));
        assertThat(denied(task, Desk.look())).isEqualTo(ReasonCode.NOT_ALLOWED);
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> guard.reload(Desk.policy()));
    }

    /** Issue, "Judged by" 4. */
    @Test
    void aThousandConcurrentCallsOverFiftyTasksNeverPassABudgetLoseNoneAndShareNoCredential() throws Exception {
        int perTask = 10;
        guard.reload(Desk.policy(
                "limits: { calls: 5, writes: 0, duration: 10m, denials: 6,",
                "limits: { calls: " + perTask + ", writes: 0, duration: 10m, denials: 100,"));
        Set<String> credentials = ConcurrentHashMap.newKeySet();
        AtomicInteger ran = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        List<Future<?>> all = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(64);
        for (int t = 0; t < 50; t++) {
            TaskScope task = guard.open(Desk.readOnly());
            for (int c = 0; c < 20; c++) {
                all.add(pool.submit(() -> {
                    try {
                        task.call(Desk.look(), call -> {
                            ran.incrementAndGet();
                            assertThat(call.task()).isSameAs(task.task());
                            assertThat(credentials.add(
                                            call.credential().orElseThrow().id()))
                                    .isTrue();
                            return "done";
                        });
                    } catch (ToolCallDeniedException e) {
                        assertThat(e.reason()).isEqualTo(ReasonCode.BUDGET_EXCEEDED);
                        refused.incrementAndGet();
                    }
                }));
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
        pool.shutdown();
        assertThat(ran).hasValue(50 * perTask);
        assertThat(refused).hasValue(50 * perTask);
        Set<String> tasksOfRequests = new HashSet<>();
        source.requests().forEach(request -> tasksOfRequests.add(request.task().id()));
        assertThat(source.requests()).hasSize(50 * perTask);
        assertThat(tasksOfRequests).hasSize(50);
    }

    private ReasonCode refused(TaskRequest request) {
        try {
            guard.open(request);
        } catch (ToolCallDeniedException e) {
            return e.reason();
        }
        throw new AssertionError("opened: " + request);
    }

    private ReasonCode denied(TaskScope task, ToolCall call) {
        int before = tool.runs();
        try {
            task.call(call, tool);
        } catch (ToolCallDeniedException e) {
            assertThat(tool.runs()).isEqualTo(before);
            return e.reason();
        }
        throw new AssertionError("not denied: " + call);
    }
}
