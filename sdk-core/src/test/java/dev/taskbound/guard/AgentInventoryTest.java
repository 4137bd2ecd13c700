/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.guard.AgentStatus.State;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.TaskStateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 6: agents in the policy are an inventory with owner, expiry and last use: expired or dormant means disabled. */
@Timeout(60)
class AgentInventoryTest {
    private final TestClock clock = new TestClock();
    private final FakeAudit audit = new FakeAudit();
    private final TaskStateStore state = TaskStateStore.inMemory();
    private final CountingTool tool = new CountingTool();
    private ToolGuard guard = guard("bot: { owner: team, dormant_after: 30d, expires: 2026-08-01 }");

    private ToolGuard guard(String bot) {
        return builder(bot).build();
    }

    private ToolGuardBuilder builder(String bot) {
        return ToolGuard.builder()
                .policy(policy(bot, 1))
                .audit(audit)
                .state(state)
                .clock(clock)
                .credentialSource("bank-source", new FakeSource());
    }

    private static Policy policy(String bot, int revision) {
        return Policy.parse(
                "desk.yaml",
                Desk.POLICY.replace("bot: { owner: team }", bot).replace("revision: 1", "revision: " + revision));
    }

    @AfterEach
    void close() {
        guard.close();
    }

    private void assertNotOpened() {
        assertThatThrownBy(() -> guard.open(Desk.payBill()))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.INTENT_NOT_ALLOWED));
    }

    private AgentStatus bot() {
        return guard.agents().get(0);
    }

    @Test
    void theInventoryShowsOwnerExpiryLastUseAndState() {
        Instant start = clock.instant();
        assertThat(guard.agents()).extracting(AgentStatus::name).containsExactly("bot", "stranger");
        assertThat(bot().profile().owner()).isEqualTo("team");
        assertThat(bot().profile().expiry()).contains(Instant.parse("2026-08-02T00:00:00Z"));
        assertThat(bot().lastUse()).as("its time begins when it is first seen").contains(start);
        assertThat(bot().state()).isEqualTo(State.ACTIVE);
        assertThat(guard.agents().get(1).lastUse()).isEmpty();

        clock.advance(Duration.ofHours(1));
        TaskScope task = guard.open(Desk.payBill());
        assertThat(bot().lastUse()).contains(start.plus(Duration.ofHours(1)));
        clock.advance(Duration.ofMinutes(5));
        task.close();
        assertThat(bot().lastUse()).contains(start.plus(Duration.ofMinutes(65)));

        guard.revoke(new Revocation.Target(Revocation.Kind.AGENT, "bot"), "ops", "drill");
        assertThat(bot().state()).isEqualTo(State.REVOKED);
    }

    @Test
    void anAgentThatGoesUnusedIsDisabledUntilAPersonEnablesIt() {
        clock.advance(Duration.ofDays(29));
        guard.open(Desk.payBill()).close();
        clock.advance(Duration.ofDays(30));
        assertThat(bot().state()).isEqualTo(State.DORMANT);
        assertNotOpened();
        assertThat(audit.last(Type.TASK_DENIED).attributes().get("detail").toString())
                .contains("dormant");
        assertNotOpened();

        audit.failOn(Type.AGENT_ENABLED);
        assertThatThrownBy(() -> guard.enableAgent("bot", "olga", "needed again"))
                .isInstanceOf(IllegalStateException.class);
        assertNotOpened();
        audit.failOn(Type.RECOVERED);

        guard.enableAgent("bot", "olga", "needed again");
        assertThat(bot().state()).isEqualTo(State.ACTIVE);
        assertThat(audit.last(Type.AGENT_ENABLED).attributes())
                .containsEntry("agent", "bot")
                .containsEntry("by", "olga")
                .containsEntry("reason", "needed again");
        try (TaskScope task = guard.open(Desk.payBill())) {
            task.call(Desk.note("a"), tool);
        }
        assertThat(tool.runs()).isOne();
        assertThatThrownBy(() -> guard.enableAgent("nobody", "olga", "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRestartAndAReloadDoNotWakeADormantAgent() {
        clock.advance(Duration.ofDays(31));
        guard.close();
        guard = guard("bot: { owner: team, dormant_after: 30d }");
        assertNotOpened();
        guard.reload(policy("bot: { owner: others, dormant_after: 30d }", 2));
        assertNotOpened();
        assertThat(tool.runs()).isZero();
    }

    @Test
    void whatIsNotKnownOfAnAgentsUseOpensNothing() {
        FakeStore away = new FakeStore();
        guard.close();
        guard = builder("bot: { dormant_after: 30d }").state(away).build();
        away.lastUsesAway();
        assertThatThrownBy(() -> guard.open(Desk.payBill()))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.STATE_UNAVAILABLE));
        assertThatThrownBy(() -> guard.agents()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void expiryAndDormancyHoldAlsoWhereAnotherDecisionPointDecides() {
        guard.close();
        guard = builder("bot: { expires: 2026-05-01 }")
                .onlyDecisionPoint(new AllowsEverything())
                .build();
        guard.open(Desk.payBill()).close();
        clock.advance(Duration.ofDays(1));
        assertNotOpened();
    }

    private static final class AllowsEverything implements PolicyDecisionPoint {
        @Override
        public java.util.concurrent.CompletionStage<dev.taskbound.policy.Decision> mayOpen(
                dev.taskbound.TaskRequest request, Instant now) {
            return CompletableFuture.completedFuture(new dev.taskbound.policy.Decision.Permit(List.of(), List.of()));
        }

        @Override
        public java.util.concurrent.CompletionStage<dev.taskbound.policy.Decision> decide(
                dev.taskbound.policy.AccessRequest request) {
            return CompletableFuture.completedFuture(new dev.taskbound.policy.Decision.Permit(List.of(), List.of()));
        }
    }

    @Test
    void anAgentThatExpiresIsCutOffWhileItsTaskIsOpen() {
        guard.close();
        guard = guard("bot: { expires: 2026-05-01 }");
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-05-01T23:59:00Z")));
        TaskScope task = guard.open(Desk.payBill());
        assertThat(task.task().deadline()).isEqualTo(Instant.parse("2026-05-02T00:00:00Z"));
        task.call(Desk.note("a"), tool);
        clock.advance(Duration.ofSeconds(61));
        assertThatThrownBy(() -> task.call(Desk.note("b"), tool))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.DEADLINE_EXCEEDED));
        assertThat(tool.runs()).isOne();
        assertThat(bot().state()).isEqualTo(State.EXPIRED);
    }

    @Test
    void aReloadThatBringsTheLastDayForwardCutsOffEarlier() throws Exception {
        clock.advance(Duration.between(clock.instant(), Instant.parse("2026-05-01T23:59:59.600Z")));
        CountDownLatch over = new CountDownLatch(1);
        TaskScope task = guard.open(Desk.payBill());
        CountingTool waiting = new CountingTool(call -> {
            call.onEnd(over::countDown);
            guard.reload(policy("bot: { expires: 2026-05-02 }", 2));
            assertThat(task.isOpen()).as("a day is left").isTrue();
            guard.reload(policy("bot: { expires: 2026-05-01 }", 3));
            await(over);
            return "too late";
        });
        assertThatThrownBy(() -> task.call(Desk.note("a"), waiting))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.DEADLINE_EXCEEDED));
        assertThat(waiting.runs()).isOne();
        assertThat(task.isOpen()).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
