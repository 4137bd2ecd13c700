/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.credential.VerifiedCall;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.TaskStateStore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Issue 4, the other side: a called agent opens its child task from the verified credential, so that a task spans processes. */
class RemoteCallerTest {
    private static final String POLICY = """
            version: 1
            name: two-processes
            revision: 1
            agents: { planner: { owner: team }, worker: { owner: team } }
            sources: { own: { type: embedded } }
            destinations:
              worker: { hosts: ["localhost:1"], source: own, audience: "https://worker.example", private: true }
            tools:
              ask_worker: { action: read, destination: worker }
              look: { action: read }
              note: { action: write }
            intents:
              plan:
                open: { agents: [planner] }
                allow: [ { tool: ask_worker }, { tool: look } ]
                limits: { calls: 3, writes: 0, duration: 10m, denials: 5, depth: 1 }
              work:
                open: { agents: [worker] }
                allow: [ { tool: look }, { tool: note } ]
                limits: { calls: 10, writes: 5, duration: 10m, denials: 5, depth: 1 }
            """;
    private static final ToolDescriptor ASK = ToolDescriptor.named("ask_worker");
    private static final ToolDescriptor LOOK = ToolDescriptor.named("look");
    private static final ToolDescriptor NOTE = ToolDescriptor.named("note");

    private final EmbeddedIssuer issuer = EmbeddedIssuer.builder().build();
    private final TaskStateStore shared = TaskStateStore.inMemory();
    private final FakeAudit audit = new FakeAudit();
    private final ToolGuard caller = guard(new FakeAudit(), POLICY);
    private final ToolGuard called = guard(audit, POLICY);
    private final CountingTool tool = new CountingTool();

    private ToolGuard guard(FakeAudit log, String policy) {
        return guard(log, policy, shared);
    }

    private ToolGuard guard(FakeAudit log, String policy, TaskStateStore state) {
        return ToolGuard.builder()
                .policy(Policy.parse("two.yaml", policy))
                .audit(log)
                .state(state)
                .credentialSource("own", issuer)
                .build();
    }

    @AfterEach
    void close() {
        caller.close();
        called.close();
    }

    private TaskScope plan() {
        return caller.open(TaskRequest.intent("plan")
                .agent("planner")
                .tenant("acme")
                .principal(Principal.verified("test", "alice").withToken(Secret.of("of-alice")))
                .build());
    }

    /** What the other process gets to see of a call. */
    private VerifiedCall presented(TaskScope task) {
        AtomicReference<VerifiedCall> seen = new AtomicReference<>();
        task.call(ToolCall.of(ASK, "{}"), call -> {
            seen.set(CredentialVerifier.builder("https://worker.example")
                    .issuer(issuer)
                    .build()
                    .verify("Bearer " + call.credential().orElseThrow().token().reveal()));
            return "";
        });
        return seen.get();
    }

    private static TaskRequest work() {
        return TaskRequest.intent("work").agent("worker").build();
    }

    private static void refused(ReasonCode reason, Runnable use) {
        ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, use::run);
        assertThat(denied).isNotNull();
        assertThat(denied.reason()).isEqualTo(reason);
    }

    @Test
    void theTaskStandsBelowTheOneThatCalled() {
        try (TaskScope plan = plan();
                TaskScope child = called.open(work(), presented(plan))) {
            assertThat(child.task().parent().id()).isEqualTo(plan.task().id());
            assertThat(child.task().depth()).isEqualTo(1);
            assertThat(child.task().tenant()).isEqualTo("acme");
            assertThat(child.task().subject()).contains("alice");
            assertThat(child.task().agent()).isEqualTo("worker");
            assertThat(audit.events())
                    .anyMatch(
                            event -> plan.task().id().equals(event.attributes().get("parent")));
        }
    }

    @Test
    void itsCallsCountAgainstTheLimitsOfTheCaller() {
        try (TaskScope plan = plan();
                TaskScope child = called.open(work(), presented(plan))) {
            child.call(ToolCall.of(LOOK, "{}"), tool);
            child.call(ToolCall.of(LOOK, "{}"), tool);
            refused(ReasonCode.BUDGET_EXCEEDED, () -> child.call(ToolCall.of(LOOK, "{}"), tool));
            refused(ReasonCode.BUDGET_EXCEEDED, () -> plan.call(ToolCall.of(LOOK, "{}"), tool));
            assertThat(tool.runs()).isEqualTo(2);
        }
    }

    @Test
    void itMayNotDoWhatTheCallerMayNot() {
        try (TaskScope plan = plan();
                TaskScope child = called.open(work(), presented(plan))) {
            ToolCallDeniedException denied = catchThrowableOfType(
                    ToolCallDeniedException.class, () -> child.call(ToolCall.of(NOTE, "{}"), tool));
            assertThat(denied).isNotNull();
            assertThat(tool.runs()).isZero();
        }
    }

    @Test
    void revokingTheCallersTaskStopsIt() {
        try (TaskScope plan = plan();
                TaskScope child = called.open(work(), presented(plan))) {
            caller.revoke(
                    new Revocation.Target(Revocation.Kind.TASK, plan.task().id()), "test", "enough");
            refused(ReasonCode.REVOKED, () -> child.call(ToolCall.of(LOOK, "{}"), tool));
            assertThat(tool.runs()).isZero();
        }
    }

    // The caller's intent allows one level below it, whatever process that is in.
    @Test
    void depthGoesOnAcrossProcesses() {
        try (TaskScope plan = plan();
                TaskScope below =
                        plan.child(TaskRequest.intent("plan").agent("planner").build())) {
            VerifiedCall call = presented(below);
            assertThat(call.tasks()).hasSize(2);
            refused(ReasonCode.DEPTH_EXCEEDED, () -> called.open(work(), call));
        }
    }

    @Test
    void anIntentThatThisPolicyDoesNotKnowIsRefusedOnRecord() {
        FakeAudit log = new FakeAudit();
        String other = POLICY.replaceAll("(?s)  plan:.*?  work:", "  work:");
        try (TaskScope plan = plan();
                ToolGuard stranger = guard(log, other)) {
            VerifiedCall call = presented(plan);
            refused(ReasonCode.UNKNOWN_INTENT, () -> stranger.open(work(), call));
            assertThat(log.events()).anyMatch(event -> event.type().word().equals("task_denied"));
        }
    }

    // docs/service.md: each process then counts what happens in it, through however many tasks below the same caller.
    @Test
    void whereTheStoreIsNotSharedTheLimitsOfTheCallerHoldInEachProcess() {
        try (ToolGuard apart = guard(new FakeAudit(), POLICY, TaskStateStore.inMemory());
                TaskScope plan = plan()) {
            VerifiedCall call = presented(plan);
            try (TaskScope first = apart.open(work(), call)) {
                first.call(ToolCall.of(LOOK, "{}"), tool);
                first.call(ToolCall.of(LOOK, "{}"), tool);
            }
            try (TaskScope second = apart.open(work(), call)) {
                second.call(ToolCall.of(LOOK, "{}"), tool);
                refused(ReasonCode.BUDGET_EXCEEDED, () -> second.call(ToolCall.of(LOOK, "{}"), tool));
            }
            plan.call(ToolCall.of(LOOK, "{}"), tool);
            assertThat(tool.runs()).isEqualTo(4);
        }
    }

    @Test
    void revokingAnAgentStopsWhatWasCalledByWhatItCalled() {
        String deeper =
                POLICY.replace("depth: 1", "depth: 2").replace("tool: note }", "tool: note }, { tool: ask_worker }");
        try (ToolGuard first = guard(new FakeAudit(), deeper);
                ToolGuard second = guard(new FakeAudit(), deeper);
                ToolGuard third = guard(new FakeAudit(), deeper);
                TaskScope plan = first.open(TaskRequest.intent("plan")
                        .agent("planner")
                        .tenant("acme")
                        .principal(Principal.verified("test", "alice").withToken(Secret.of("of-alice")))
                        .build());
                TaskScope work = second.open(work(), presented(plan));
                TaskScope below = third.open(work(), presented(work))) {
            assertThat(below.task().parent().agent()).isEqualTo("worker");
            assertThat(below.task().parent().parent().agent()).isEqualTo("planner");
            first.revoke(new Revocation.Target(Revocation.Kind.AGENT, "planner"), "test", "enough");
            refused(ReasonCode.REVOKED, () -> below.call(ToolCall.of(LOOK, "{}"), tool));
            assertThat(tool.runs()).isZero();
        }
    }
}
