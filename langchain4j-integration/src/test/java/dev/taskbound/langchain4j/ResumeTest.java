/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.FinishedCall;
import dev.taskbound.guard.HeldTools;
import dev.taskbound.guard.Resumer;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 3, "LangChain4j gets the same approvals": exactly the held call runs later, without the model being asked again. */
@Timeout(60)
class ResumeTest {
    private static final String POLICY = """
            version: 1
            name: payments
            revision: 1
            agents: { bot: { owner: tests } }
            tools: { pay: { action: write } }
            intents:
              assist:
                open: { agents: [bot] }
                allow: [ { tool: pay, approval: { by: lead, wait: 5m } } ]
            """;

    private static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));

    private final ApprovalStore store = ApprovalStore.inMemory();
    private final BlockingQueue<FinishedCall> told = new LinkedBlockingQueue<>();
    private final Payments payments = new Payments();
    private ToolGuard guard = guard();
    private Resumer resumer = Resumer.manual(guard, HeldTools.none(), told::add);

    private ToolGuard guard() {
        return ToolGuard.builder()
                .policy(Policy.parse("payments.yaml", POLICY))
                .audit(new InMemoryAuditSink(1_000))
                .approver(Approver.inbox())
                .approvals(store)
                .pendingAfter(Duration.ZERO)
                .build();
    }

    static final class Payments {
        final Ran ran = new Ran();

        @Tool
        String pay(@P("amount") int amount) {
            return ran.hit(String.valueOf(amount));
        }
    }

    static final class OtherPayments {
        final Ran ran = new Ran();

        @Tool("pays twice")
        String pay(@P("amount") int amount) {
            return ran.hit(String.valueOf(amount));
        }
    }

    @AfterEach
    void close() {
        resumer.close();
        guard.close();
    }

    private TaskScope open() {
        return guard.open(TaskRequest.intent("assist")
                .agent("bot")
                .principal(Principal.verified("test", "alice"))
                .build());
    }

    /** The model asks for a payment and is told that it is pending. */
    private HeldCall held(TaskScope task) {
        ScriptedModel model = ScriptedModel.of(call("pay", "{\"amount\": 7}"), say("later"));
        try (Scope current = task.makeCurrent()) {
            Services.chat(model, service -> service.tools(payments));
        }
        HeldCall held = guard.approvals().waitingFor(LEAD).get(0);
        assertThat(model.resultsSeen())
                .singleElement()
                .extracting(ToolExecutionResultMessage::text)
                .asString()
                .contains("APPROVAL_PENDING")
                .contains(held.id());
        return held;
    }

    private void decide(Answer answer, HeldCall held) {
        guard.approvals().decide(LEAD, List.of(Choice.of(held)), answer, "seen", false);
    }

    private FinishedCall ended() throws InterruptedException {
        FinishedCall ended = told.poll(30, TimeUnit.SECONDS);
        assertThat(ended).as("told").isNotNull();
        return ended;
    }

    private ReasonCode notResumed(HeldCall held) {
        return catchThrowableOfType(ToolCallDeniedException.class, () -> resumer.resume(held.id()))
                .reason();
    }

    private void restart(HeldTools tools) {
        guard.close();
        guard = guard();
        resumer = Resumer.automatic(guard, tools, told::add).start();
    }

    @Test
    void anApprovedCallIsResumedOnceByTheApplication() {
        HeldCall held = held(open());
        assertThat(notResumed(held)).isEqualTo(ReasonCode.APPROVAL_PENDING);
        decide(Answer.APPROVE, held);
        assertThat(payments.ran.times()).isZero();
        assertThat(resumer.resume(held.id()).result()).contains("done");
        assertThat(notResumed(held)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(payments.ran.sightings())
                .singleElement()
                .satisfies(run -> assertThat(run.arguments()).isEqualTo("7"))
                .satisfies(run -> assertThat(run.call()).isEqualTo("pay"))
                .satisfies(run ->
                        assertThat(run.task().task().id()).isEqualTo(held.task().id()));
    }

    @Test
    void anApprovedCallRunsOnceByItself() throws Exception {
        resumer = Resumer.automatic(guard, HeldTools.none(), told::add).start();
        HeldCall held = held(open());
        decide(Answer.APPROVE, held);
        FinishedCall ended = ended();
        assertThat(ended.call().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.result()).contains("done");
        assertThat(notResumed(held)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(payments.ran.times()).isEqualTo(1);
    }

    @Test
    void aDeclinedCallDoesNotRun() throws Exception {
        resumer = Resumer.automatic(guard, HeldTools.none(), told::add).start();
        HeldCall held = held(open());
        decide(Answer.DENY, held);
        assertThat(ended().call().status()).isEqualTo(Status.DECLINED);
        assertThat(notResumed(held)).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(payments.ran.times()).isZero();
    }

    @Test
    void whatIsApprovedAfterItsTaskWasClosedDoesNotRun() {
        TaskScope task = open();
        HeldCall held = held(task);
        task.close();
        decide(Answer.APPROVE, held);
        assertThat(notResumed(held)).isEqualTo(ReasonCode.TASK_CLOSED);
        assertThat(payments.ran.times()).isZero();
    }

    @Test
    void afterARestartItRunsOnceWithTheToolsThatTheApplicationGives() throws Exception {
        HeldCall held = held(open());
        Payments again = new Payments();
        restart(TaskboundHeldTools.of(again));
        decide(Answer.APPROVE, held);
        FinishedCall ended = ended();
        assertThat(ended.result()).contains("done");
        assertThat(ended.call().task().id()).isEqualTo(held.task().id());
        assertThat(notResumed(held)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(again.ran.sightings())
                .singleElement()
                .satisfies(run -> assertThat(run.arguments()).isEqualTo("7"));
        assertThat(payments.ran.times()).isZero();
    }

    @Test
    void afterARestartAToolThatHasChangedDoesNotRun() throws Exception {
        HeldCall held = held(open());
        OtherPayments other = new OtherPayments();
        restart(TaskboundHeldTools.of(other));
        decide(Answer.APPROVE, held);
        assertThat(ended().call().reason()).isEqualTo(ReasonCode.TOOL_CHANGED);
        assertThat(other.ran.times()).isZero();
    }

    @Test
    void toolsAreFoundInMapsAndProvidersUnlessTheirNameIsAmbiguous() {
        HeldCall held = held(open());
        Map<dev.langchain4j.agent.tool.ToolSpecification, dev.langchain4j.service.tool.ToolExecutor> map =
                Map.of(Services.specification("pay"), Services.body(new Ran()));
        assertThat(TaskboundHeldTools.of(map).find(held)).isPresent();
        assertThat(TaskboundHeldTools.of(Services.dynamic(round -> new ToolProviderResult(map)))
                        .find(held))
                .isPresent();
        assertThat(TaskboundHeldTools.of(payments).find(held)).isPresent();
        assertThat(TaskboundHeldTools.of(payments, new OtherPayments()).find(held))
                .isEmpty();
        assertThat(HeldTools.anyOf(TaskboundHeldTools.of(payments), TaskboundHeldTools.of(map))
                        .find(held))
                .isEmpty();
        assertThat(HeldTools.anyOf(TaskboundHeldTools.of(payments), HeldTools.none())
                        .find(held))
                .isPresent();
    }
}
