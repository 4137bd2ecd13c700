/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.guard.RevocationReport.StoppedCall;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Issue 6, kill switch: what it stops, what it says of it, what it leaves alone, and who may lift it. */
@Timeout(60)
class KillSwitchTest {
    private static final Target BOT = new Target(Kind.AGENT, "bot");
    private static final Target LOOK = new Target(Kind.TOOL, "look");

    private final FakeAudit audit = new FakeAudit();
    private final FakeSource source = new FakeSource();
    private final ExecutorService pool = Executors.newFixedThreadPool(4);
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy(
                    "{ action: read, destination: bank, result: { trust: trusted, labels: [pii] } }",
                    "{ action: read, destination: bank, owner: readers }"))
            .audit(audit)
            .credentialSource("bank-source", source)
            .patience(Duration.ofSeconds(30))
            .approver(request -> new CompletableFuture<ApprovalOutcome>())
            .build();
    private final TaskScope task = guard.open(Desk.payBill());
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicReference<CallContext> context = new AtomicReference<>();

    @AfterEach
    void close() {
        goOn.countDown();
        guard.close();
        pool.shutdownNow();
    }

    @Test
    void aKillSaysWhatItStoppedAndWhatBecameOfEachCredential() throws Exception {
        CompletableFuture<String> call = inItsTool();
        RevocationReport report = guard.revoke(BOT, "ada", "drill");

        String id = audit.last(Type.STARTED).call();
        assertThat(report.tasks()).containsExactly(task.task().id());
        assertThat(report.calls())
                .containsExactly(new StoppedCall(id, task.task().id(), "look", true));
        assertThat(report.problems()).isEmpty();
        assertThat(report.alive()).isEmpty();
        assertThat(report.credentials()).singleElement().satisfies(credential -> {
            assertThat(credential.id()).isEqualTo("credential-1");
            assertThat(credential.end()).isEqualTo(CredentialEnd.REVOKED);
            assertThat(credential.source()).isEqualTo("bank-source");
            assertThat(credential.destination()).isEqualTo("bank");
            assertThat(credential.task()).isEqualTo(task.task().id());
        });
        assertThat(source.revoked()).containsExactly("credential-1");
        assertThat(guard.liveCredentials()).isEmpty();
        goOn.countDown();
        assertThat(reason(call)).isEqualTo(ReasonCode.REVOKED);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyKindOfTargetStopsACallInItsToolAndAnotherNameDoesNot(Kind kind) throws Exception {
        CompletableFuture<String> call = inItsTool();
        if (kind != Kind.EVERYTHING) {
            RevocationReport nothing = guard.revoke(new Target(kind, "another"), "ada", "drill");
            assertThat(nothing.calls()).isEmpty();
            assertThat(nothing.tasks()).isEmpty();
            assertThat(nothing.credentials()).isEmpty();
            assertThat(context.get().isLive()).isTrue();
        }
        RevocationReport report = guard.revoke(target(kind), "ada", "drill");

        assertThat(report.calls()).hasSize(1);
        assertThat(report.credentials()).hasSize(1).allMatch(IssuedCredential::isDead);
        assertThat(context.get().isLive()).isFalse();
        goOn.countDown();
        assertThat(reason(call)).isEqualTo(ReasonCode.REVOKED);
    }

    private Target target(Kind kind) {
        String name = switch (kind) {
            case TASK -> task.task().id();
            case AGENT -> "bot";
            case TOOL -> "look";
            case INTENT -> "pay-bill";
            case ACTION -> "read";
            case DESTINATION -> "bank";
            case TENANT -> "acme";
            case PRINCIPAL -> "alice";
            case CREDENTIAL -> "credential-1";
            case EVERYTHING -> "";
        };
        return new Target(kind, name);
    }

    @Test
    void aReadOnlySwitchStopsWhatWritesAndLetsReadsRun() {
        guard.revoke(new Target(Kind.ACTION, "write"), "ada", "drill");
        CountingTool tool = new CountingTool();
        assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(() -> task.call(Desk.note("x"), tool));
        assertThat(tool.runs()).isZero();
        assertThat(task.call(Desk.look(), tool)).isEqualTo("done");
    }

    @Test
    void theChildrenOfATaskEndWithIt() {
        TaskScope child = task.child(Desk.payBill());
        RevocationReport report = guard.revoke(new Target(Kind.TASK, task.task().id()), "ada", "drill");
        assertThat(report.tasks())
                .containsExactlyInAnyOrder(task.task().id(), child.task().id());
        assertThat(child.isOpen()).isFalse();
    }

    @Test
    void aChildsEndLeavesItsParentAlone() {
        TaskScope child = task.child(Desk.payBill());
        RevocationReport report =
                guard.revoke(new Target(Kind.TASK, child.task().id()), "ada", "drill");
        assertThat(report.tasks()).containsExactly(child.task().id());
        assertThat(task.call(Desk.look(), new CountingTool())).isEqualTo("done");
    }

    @Test
    void aCallThatWasOverIsNotCountedAndNeitherIsASecondKill() {
        task.call(Desk.look(), new CountingTool());
        assertThat(guard.revoke(LOOK, "ada", "drill").calls()).isEmpty();
        assertThat(guard.revoke(BOT, "ada", "drill").tasks()).hasSize(1);
        RevocationReport again = guard.revoke(BOT, "ada", "drill");
        assertThat(again.tasks()).isEmpty();
        assertThat(again.credentials()).isEmpty();
    }

    @Test
    void aCallThatAnEarlierKillStoppedIsNotCountedAgain() throws Exception {
        inItsTool();
        assertThat(guard.revoke(LOOK, "ada", "drill").calls()).hasSize(1);
        RevocationReport again = guard.revoke(BOT, "ada", "drill");
        assertThat(again.tasks()).hasSize(1);
        assertThat(again.calls()).isEmpty();
        assertThat(again.credentials()).isEmpty();
    }

    @Test
    void whatWaitsForAHumanIsVoidAndCounted() {
        CompletionStage<String> waiting = task.callAsync(Desk.pay("200"), new CountingTool(), pool);
        String held =
                audit.last(Type.APPROVAL_REQUESTED).attributes().get("approval").toString();
        RevocationReport report = guard.revoke(BOT, "ada", "drill");
        assertThat(report.held()).containsExactly(held);
        assertThat(report.calls()).singleElement().matches(call -> !call.entered());
        assertThat(reason(waiting.toCompletableFuture())).isEqualTo(ReasonCode.REVOKED);
    }

    @Test
    void aCredentialThatIsOnItsWayIsGivenBackWhenItComes() throws Exception {
        CompletableFuture<Credential> onItsWay = new CompletableFuture<>();
        source.answer(request -> onItsWay);
        CountingTool tool = new CountingTool();
        CompletionStage<String> call = task.callAsync(Desk.look(), tool, pool);
        CompletableFuture<RevocationReport> kill =
                CompletableFuture.supplyAsync(() -> guard.revoke(BOT, "ada", "drill"), pool);
        assertThat(reason(call.toCompletableFuture())).isEqualTo(ReasonCode.REVOKED);
        onItsWay.complete(source.credential(Instant.now().plusSeconds(30)));

        RevocationReport report = kill.get(30, TimeUnit.SECONDS);
        assertThat(report.credentials()).singleElement().matches(IssuedCredential::isDead);
        assertThat(source.revoked()).containsExactly("credential-1");
        assertThat(tool.runs()).isZero();
    }

    @Test
    void aCredentialThatDoesNotComeIsListedWithTheLatestItCanLive() {
        source.answer(request -> new CompletableFuture<>());
        task.callAsync(Desk.look(), new CountingTool(), pool);
        RevocationReport report = guard.revoke(BOT, "ada", "drill");
        assertThat(report.alive()).singleElement().satisfies(credential -> {
            assertThat(credential.id()).isEmpty();
            assertThat(credential.failure()).isNotEmpty();
            assertThat(credential.expiresAt()).isAfter(Instant.now().plusSeconds(60));
        });
    }

    @Test
    void connectionsAreCutBeforeAnythingElseIsTold() throws Exception {
        List<String> order = new java.util.concurrent.CopyOnWriteArrayList<>();
        CompletableFuture<String> call = inItsTool();
        source.ends(credential -> {
            order.add("issuer");
            return CompletableFuture.completedFuture(CredentialEnd.REVOKED);
        });
        context.get().onEnd(() -> order.add("end"));
        context.get().onCut(() -> order.add("cut"));
        guard.revoke(BOT, "ada", "drill");
        assertThat(order).hasSize(3).startsWith("cut").contains("end", "issuer");
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> context.get().leaving());
        goOn.countDown();
        assertThat(reason(call)).isEqualTo(ReasonCode.REVOKED);
    }

    @Test
    void aKillWaitsForARequestThatHasPassedItsLastLook() throws Exception {
        CompletableFuture<String> call = inItsTool();
        CallContext.Registration leaving = context.get().leaving();
        CountDownLatch cut = new CountDownLatch(1);
        context.get().onCut(cut::countDown);
        CompletableFuture<RevocationReport> kill =
                CompletableFuture.supplyAsync(() -> guard.revoke(BOT, "ada", "drill"), pool);
        assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(source.revoked()).as("told before the request was out").isEmpty();
        leaving.close();
        assertThat(kill.get(30, TimeUnit.SECONDS).calls()).hasSize(1);
        goOn.countDown();
        assertThat(reason(call)).isEqualTo(ReasonCode.REVOKED);
    }

    @Test
    void theRecordSaysWhoStoppedWhatAndWithWhatOutcome() throws Exception {
        source.ends(CredentialEnd.EXPIRES);
        inItsTool();
        guard.revoke(BOT, "ada", "drill");
        assertThat(audit.last(Type.REVOKED).attributes())
                .containsEntry("target", "agent")
                .containsEntry("name", "bot")
                .containsEntry("by", "ada")
                .containsEntry("reason", "drill");
        assertThat(audit.last(Type.REVOCATION_ENDED).attributes())
                .containsEntry("tasks", 1L)
                .containsEntry("calls", 1L)
                .containsEntry("credentials", 1L)
                .extractingByKey("alive")
                .asString()
                .contains("credential-1", "expires");
        assertThat(audit.events().toString()).doesNotContain(Desk.TOKEN);
    }

    // closing a task

    @Test
    void closingATaskSaysWhatCouldNotBeEnded() throws Exception {
        source.ends(CredentialEnd.EXPIRES);
        CompletableFuture<String> call = inItsTool();
        RevocationReport report = task.closeAndReport();
        assertThat(report.tasks()).containsExactly(task.task().id());
        assertThat(report.calls()).hasSize(1);
        assertThat(report.alive()).singleElement().satisfies(left -> {
            assertThat(left.end()).isEqualTo(CredentialEnd.EXPIRES);
            assertThat(left.expiresAt()).isAfter(Instant.now());
        });
        assertThat(guard.revocations()).as("closing revokes nothing").isEmpty();
        goOn.countDown();
        assertThat(reason(call)).isEqualTo(ReasonCode.TASK_CLOSED);
    }

    @Test
    void aTaskThatIsClosedWithACallInItsToolRecordsWhatItLeaves() throws Exception {
        source.ends(CredentialEnd.EXPIRES);
        inItsTool();
        task.close();
        assertThat(audit.last(Type.CREDENTIALS_LEFT).attributes()).containsEntry("count", 1L);
        assertThat(guard.liveCredentials())
                .singleElement()
                .matches(left -> left.end() == CredentialEnd.EXPIRES)
                .matches(left -> !left.toString().contains(Desk.TOKEN));
    }

    @Test
    void aTaskThatIsClosedAndLeavesNothingRecordsNothingOfIt() throws Exception {
        inItsTool();
        task.close();
        assertThat(audit.types()).doesNotContain(Type.CREDENTIALS_LEFT);
        assertThat(source.revoked()).containsExactly("credential-1");
    }

    // lifting

    @Test
    void whatIsLiftedRunsAgainAndWhatEndedStaysEnded() {
        guard.revoke(BOT, "ada", "drill");
        assertThatExceptionOfType(ToolCallDeniedException.class).isThrownBy(() -> guard.open(Desk.payBill()));
        assertThat(guard.lift(BOT, "ada", "over")).isTrue();
        assertThat(audit.last(Type.LIFTED).attributes())
                .containsEntry("by", "ada")
                .containsEntry("reason", "over");
        assertThat(guard.revocations()).isEmpty();
        assertThat(task.isOpen()).isFalse();
        assertThat(guard.open(Desk.payBill()).call(Desk.look(), new CountingTool()))
                .isEqualTo("done");
    }

    @Test
    void nothingIsLiftedThatWasNotRevoked() {
        assertThat(guard.lift(BOT, "ada", "over")).isFalse();
        assertThat(audit.types()).doesNotContain(Type.LIFTED);
    }

    // owners

    @Test
    void anOwnerStopsAndLiftsWhatIsTheirs() {
        OwnedRevocations readers = guard.revocationsOf("readers");
        readers.revoke(LOOK, "eve", "broken");
        denied(Desk.look());
        assertThat(readers.revocations()).extracting(Revocation::owner).containsExactly("readers");
        assertThat(readers.lift(LOOK, "eve", "mended")).isTrue();
        assertThat(task.call(Desk.look(), new CountingTool())).isEqualTo("done");
    }

    @Test
    void anOwnerOfAnAgentStopsItAndItsTasks() {
        OwnedRevocations team = guard.revocationsOf("team");
        assertThat(team.revoke(new Target(Kind.TASK, task.task().id()), "eve", "broken")
                        .tasks())
                .hasSize(1);
        assertThat(team.revoke(BOT, "eve", "broken").problems()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void anOwnerStopsNothingThatIsNotTheirs(Kind kind) {
        OwnedRevocations strangers = guard.revocationsOf("strangers");
        Target target = target(kind);
        assertThatThrownBy(() -> strangers.revoke(target, "eve", "mine?"))
                .isInstanceOf(OwnedRevocations.NotOwnedException.class);
        assertThat(audit.last(Type.REVOCATION_REFUSED).attributes()).containsEntry("owner", "strangers");
        assertThat(guard.revocations()).isEmpty();
        assertThat(task.call(Desk.look(), new CountingTool())).isEqualTo("done");
    }

    @Test
    void anOwnerDoesNotLiftWhatSomebodyElseStopped() {
        OwnedRevocations readers = guard.revocationsOf("readers");
        readers.revoke(LOOK, "eve", "broken");
        guard.revoke(LOOK, "ada", "broken too");
        assertThat(readers.lift(LOOK, "eve", "mended")).isTrue();
        denied(Desk.look());
        assertThatThrownBy(() -> readers.lift(LOOK, "eve", "mended"))
                .isInstanceOf(OwnedRevocations.NotOwnedException.class);
        denied(Desk.look());
    }

    private void denied(ToolCall call) {
        CountingTool tool = new CountingTool();
        assertThatExceptionOfType(ToolCallDeniedException.class)
                .isThrownBy(() -> task.call(call, tool))
                .extracting(ToolCallDeniedException::reason)
                .isEqualTo(ReasonCode.REVOKED);
        assertThat(tool.runs()).isZero();
    }

    /** A call that is in its tool, and stays there. */
    private CompletableFuture<String> inItsTool() throws InterruptedException {
        CompletableFuture<String> call = task.<String>callAsync(
                        Desk.look(),
                        here -> {
                            context.set(here);
                            inside.countDown();
                            goOn.await(30, TimeUnit.SECONDS);
                            return "done";
                        },
                        pool)
                .toCompletableFuture();
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
        return call;
    }

    private static ReasonCode reason(CompletableFuture<String> call) {
        try {
            return call.orTimeout(30, TimeUnit.SECONDS)
                    .thenApply(done -> (ReasonCode) null)
                    .join();
        } catch (CompletionException e) {
            return ((ToolCallDeniedException) e.getCause()).reason();
        }
    }
}
