/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.policy.Policy;
import dev.taskbound.state.Revocation.Target;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Issue 6: a removed agent, tool, intent or destination loses everything it holds at the reload. */
@Timeout(60)
class OffboardingTest {
    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountingTool tool = new CountingTool(call -> {
        inside.countDown();
        await(go);
        return "credential: " + call.credential().isPresent();
    });
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .credentialSource("bank-source", source)
            .approver(Approver.inbox())
            .pendingAfter(Duration.ZERO)
            .build();

    @AfterEach
    void close() {
        guard.close();
    }

    /** What became of a call that was in its tool when something happened. */
    private Object during(TaskScope task, Runnable change) throws Exception {
        CompletableFuture<Object> running = CompletableFuture.supplyAsync(() -> task.call(Desk.look(), tool))
                .handle((value, failure) -> failure == null ? value : failure.getCause());
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        change.run();
        go.countDown();
        Object outcome = running.get(30, TimeUnit.SECONDS);
        assertThat(tool.runs()).isOne();
        return outcome;
    }

    private static void assertRevoked(Object outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
    }

    static List<Arguments> policiesWithoutTheTask() {
        return List.of(
                Arguments.of(
                        "agent removed",
                        policy("bot: { owner: team }, ", "", "agents: [bot]", "agents: [stranger]", "[bot, ", "[")),
                Arguments.of("agent no longer allowed", policy("agents: [bot], when", "agents: [stranger], when")),
                Arguments.of("agent expired", policy("bot: { owner: team }", "bot: { expires: 2020-01-01 }")),
                Arguments.of("intent removed", policy("  pay-bill:", "  pay-nothing:")));
    }

    /** @param changes what is replaced by what, in turn */
    private static Policy policy(String... changes) {
        String text = Desk.POLICY.replace("revision: 1", "revision: 2");
        for (int i = 0; i < changes.length; i += 2) {
            assertThat(text).contains(changes[i]);
            text = text.replace(changes[i], changes[i + 1]);
        }
        return Policy.parse("desk.yaml", text);
    }

    @ParameterizedTest
    @MethodSource("policiesWithoutTheTask")
    void aTaskEndsThatHasNoPlaceAnyMore(String why, Policy newer) throws Exception {
        TaskScope task = guard.open(Desk.payBill());
        Object outcome = during(task, () -> {
            RevocationReport report = guard.reload(newer);
            assertThat(report.tasks()).containsExactly(task.task().id());
            assertThat(report.calls())
                    .singleElement()
                    .satisfies(call -> assertThat(call.entered()).isTrue());
            assertThat(report.credentials()).hasSize(1);
            assertThat(report.alive()).isEmpty();
            assertThat(report.isComplete()).isTrue();
            assertThat(task.isOpen()).as("ended when the reload returns").isFalse();
            assertThat(source.revoked()).hasSize(1);
        });
        assertRevoked(outcome);
        assertThatThrownBy(() -> task.call(Desk.look(), tool)).isInstanceOf(ToolCallDeniedException.class);
        assertThat(tool.runs()).isOne();
        assertThat(ended())
                .hasSize(2)
                .contains(Map.of("what", "task", "id", task.task().id(), "why", why))
                .anySatisfy(
                        line -> assertThat(line).containsEntry("what", "call").containsEntry("why", "its task ended"));
        assertThat(audit.last(Type.OFFBOARDED).attributes())
                .containsEntry("credentials", 1L)
                .containsEntry("alive", List.of())
                .containsEntry("problems", List.of());
    }

    static List<Arguments> policiesWithoutTheCall() {
        return List.of(
                Arguments.of("tool no longer allowed", policy("      - { tool: look }\n", "")),
                Arguments.of(
                        "tool moved to another destination",
                        policy("look: { action: read, destination: bank,", "look: { action: read,")),
                Arguments.of(
                        "destination removed",
                        policy("  bank: {", "  other-bank: {", "destination: bank", "destination: other-bank")),
                Arguments.of(
                        "tool removed",
                        policy(
                                "  look: { action: read, destination: bank, result: { trust: trusted, labels: [pii] } }\n",
                                "",
                                "      - { tool: look }\n",
                                "",
                                "[ { tool: look }, ",
                                "[ ")));
    }

    @ParameterizedTest
    @MethodSource("policiesWithoutTheCall")
    void aCallEndsWhoseToolHasNoPlaceAnyMoreAndItsTaskGoesOn(String why, Policy newer) throws Exception {
        TaskScope task = guard.open(Desk.payBill());
        assertRevoked(during(task, () -> {
            guard.reload(newer);
            assertThat(source.revoked()).hasSize(1);
        }));
        assertThat(task.isOpen()).isTrue();
        assertThat(ended())
                .singleElement()
                .satisfies(
                        line -> assertThat(line).containsEntry("what", "call").containsEntry("why", why));

        CountingTool note = new CountingTool();
        task.call(Desk.note("still here"), note);
        assertThat(note.runs()).isOne();
    }

    // Issue 6: what could not be revoked is listed with when it dies.
    @Test
    void aCredentialThatNobodyCanEndIsListedWithWhenItDies() throws Exception {
        source.ends(CredentialEnd.EXPIRES);
        TaskScope task = guard.open(Desk.payBill());
        AtomicReference<RevocationReport> report = new AtomicReference<>();
        assertRevoked(during(task, () -> report.set(guard.reload(policy("  pay-bill:", "  pay-nothing:")))));
        assertThat(report.get().alive()).singleElement().satisfies(alive -> {
            assertThat(alive.id()).isEqualTo("credential-1");
            assertThat(alive.end()).isEqualTo(CredentialEnd.EXPIRES);
            assertThat(alive.expiresAt()).isAfter(Instant.now().minusSeconds(60));
        });
        assertThat((List<?>) audit.last(Type.OFFBOARDED).attributes().get("alive"))
                .singleElement()
                .satisfies(line -> assertThat(line.toString()).contains("credential-1", "expires", "bank"));
    }

    @Test
    void whatAPolicyStillListsIsLeftAlone() throws Exception {
        TaskScope task = guard.open(Desk.payBill());
        Policy narrower = policy("args.amount <= 500", "args.amount <= 400", "duration: 10m", "duration: 5m");
        AtomicReference<RevocationReport> report = new AtomicReference<>();
        assertThat(during(task, () -> report.set(guard.reload(narrower)))).isEqualTo("credential: true");
        assertThat(report.get())
                .isEqualTo(new RevocationReport(
                        Target.EVERYTHING,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        report.get().lastByte()));
        assertThat(guard.reload(narrower).calls()).as("the policy in force").isEmpty();
        assertThat(audit.types()).doesNotContain(Type.OFFBOARDED);
    }

    @Test
    void aCallThatWaitsForAHumanIsVoidWithItsTool() {
        TaskScope task = guard.open(Desk.payBill());
        assertThatThrownBy(() -> task.call(Desk.pay("200"), tool)).isInstanceOf(ToolCallDeniedException.class);
        HeldCall held = guard.approvals().openNow().get(0);

        int from = Desk.POLICY.indexOf("      - tool: pay\n");
        int to = Desk.POLICY.indexOf("      - { tool: note }");
        guard.reload(policy(Desk.POLICY.substring(from, to), ""));
        assertThat(guard.approvals().openNow()).isEmpty();
        assertThat(ended()).contains(Map.of("what", "held", "id", held.id(), "why", "tool no longer allowed"));
        assertThat(tool.runs()).isZero();
    }

    @Test
    void aCallThatIsBetweenItsPermitAndItsToolDoesNotEnterIt() {
        source.answer(request -> {
            guard.reload(policy("      - { tool: look }\n", ""));
            return CompletableFuture.completedFuture(
                    source.credential(Instant.now().plusSeconds(30)));
        });
        TaskScope task = guard.open(Desk.payBill());
        assertThatThrownBy(() -> task.call(Desk.look(), tool))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
        assertThat(tool.runs()).isZero();
        assertThat(source.revoked()).hasSize(1);
    }

    @Test
    void aCallThatTheReloadDidNotSeeDoesNotEnterItsToolEither() {
        AtomicReference<Runnable> onStart = new AtomicReference<>(() -> {});
        SpanProcessor hook = new SpanProcessor() {
            @Override
            public void onStart(Context parent, ReadWriteSpan span) {
                if (span.getName().equals("execute_tool look")) {
                    onStart.get().run();
                }
            }

            @Override
            public boolean isStartRequired() {
                return true;
            }

            @Override
            public void onEnd(ReadableSpan span) {}

            @Override
            public boolean isEndRequired() {
                return false;
            }
        };
        try (SdkTracerProvider tracers =
                        SdkTracerProvider.builder().addSpanProcessor(hook).build();
                ToolGuard traced = ToolGuard.builder()
                        .policy(Desk.policy())
                        .audit(audit)
                        .credentialSource("bank-source", source)
                        .openTelemetry(OpenTelemetrySdk.builder()
                                .setTracerProvider(tracers)
                                .build())
                        .build()) {
            // The call has taken its policy by then, and is not among those of its task yet.
            onStart.set(() -> traced.reload(policy("      - { tool: look }\n", "")));
            TaskScope task = traced.open(Desk.payBill());
            assertThatThrownBy(() -> task.call(Desk.look(), tool))
                    .isInstanceOfSatisfying(
                            ToolCallDeniedException.class,
                            e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
        }
        assertThat(tool.runs()).isZero();
    }

    @SuppressWarnings("unchecked")
    private List<Map<String, Object>> ended() {
        return (List<Map<String, Object>>)
                audit.last(Type.OFFBOARDED).attributes().get("ended");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
