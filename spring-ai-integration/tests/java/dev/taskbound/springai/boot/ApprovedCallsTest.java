/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.HeldCall.Status;
import dev.taskbound.guard.FinishedCall;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.ApprovedCall;
import dev.taskbound.springai.ApprovedCalls;
import dev.taskbound.springai.HooksAutoConfiguration;
import dev.taskbound.springai.TaskAuthentication;
import dev.taskbound.springai.TaskCarrier;
import dev.taskbound.springai.task.TaskIntent;
import dev.taskbound.springai.task.TaskStatement;
import dev.taskbound.springai.task.Tasks;
import io.opentelemetry.context.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Issue 3, "Approvals": the model gets {@code APPROVAL_PENDING} with an id, and exactly that call runs later without the
 * model being asked again; judged by 4: also after a restart.
 */
@Timeout(120)
class ApprovedCallsTest {
    private static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));

    /** What a store that outlives the process keeps; Spring hands each application the same one here. */
    private static ApprovalStore store = ApprovalStore.inMemory();

    @TempDir
    private static Path directory;

    private static int started;

    /** One for all tests that need none of their own. */
    private static @Nullable ConfigurableApplicationContext shared;

    private static ApprovalStore sharedStore = store;

    private ConfigurableApplicationContext application;

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        GuardAutoConfiguration.class,
        TaskAutoConfiguration.class,
        ApprovedCallsAutoConfiguration.class,
        HooksAutoConfiguration.class,
        ToolCallingAutoConfiguration.class,
        ChatClientAutoConfiguration.class
    })
    static class Shop {
        @Bean
        ChatModel model(ToolCallingManager manager) {
            return new OneCallModel(manager, "pay");
        }

        @Bean
        ApprovalStore store() {
            return store;
        }

        @Bean
        Assistant assistant(ChatClient.Builder builder) {
            return new Assistant(builder.build());
        }

        @Bean
        Events events() {
            return new Events();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithTools {
        @Bean
        Payments payments() {
            return new Payments();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithOtherTools {
        @Bean
        OtherPayments payments() {
            return new OtherPayments();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class WithAuthentication {
        @Bean
        TaskAuthentication authentication() {
            return task -> user(task.subject().orElseThrow());
        }
    }

    static class Payments {
        final AtomicInteger runs = new AtomicInteger();

        /** Who is there while it runs. */
        @Tool
        String pay() {
            runs.incrementAndGet();
            Authentication seen = SecurityContextHolder.getContext().getAuthentication();
            return "paid for " + (seen == null ? "nobody" : seen.getName());
        }
    }

    static class OtherPayments {
        final AtomicInteger runs = new AtomicInteger();

        @Tool(description = "pays twice")
        String pay() {
            return "paid twice " + runs.incrementAndGet();
        }
    }

    static class Assistant {
        private final ChatClient chat;

        Assistant(ChatClient chat) {
            this.chat = chat;
        }

        @TaskIntent("assist")
        String ask(@TaskStatement String words, Object tools) {
            return chat.prompt(words).tools(tools).call().content();
        }
    }

    static class Events {
        final BlockingQueue<FinishedCall> ended = new LinkedBlockingQueue<>();
        final BlockingQueue<ApprovedCall> approved = new LinkedBlockingQueue<>();

        @EventListener
        void on(FinishedCall each) {
            ended.add(each);
        }

        @EventListener
        void on(ApprovedCall each) {
            approved.add(each);
        }
    }

    @AfterEach
    void stop() {
        SecurityContextHolder.clearContext();
        if (application != shared) {
            application.close();
        }
    }

    @AfterAll
    static void stopShared() {
        if (shared != null) {
            shared.close();
        }
    }

    private void start() {
        if (shared == null) {
            store = ApprovalStore.inMemory();
            sharedStore = store;
            shared = run("automatic", WithTools.class);
        }
        store = sharedStore;
        application = shared;
        application.getBean(Payments.class).runs.set(0);
        application.getBean(Events.class).ended.clear();
    }

    private void start(String resume, Class<?>... more) {
        store = ApprovalStore.inMemory();
        application = run(resume, more);
    }

    private void restart(Class<?>... more) {
        application.close();
        if (application == shared) {
            shared = null;
        }
        application = run("automatic", more);
    }

    private static ConfigurableApplicationContext run(String resume, Class<?>... more) {
        return new SpringApplicationBuilder(Shop.class)
                .sources(more)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .properties(Application.properties(directory))
                .properties(
                        "taskbound.audit.file=" + directory.resolve(++started + ".jsonl"),
                        "taskbound.approvals.inbox=true",
                        "taskbound.approvals.pending-after=0",
                        "taskbound.approvals.resume=" + resume)
                .run();
    }

    private static Authentication user(String name) {
        return UsernamePasswordAuthenticationToken.authenticated(name, "", List.of());
    }

    /** Alice asks, and the model is told that her call is pending. */
    private HeldCall held(Object tools) {
        SecurityContextHolder.getContext().setAuthentication(user("alice"));
        String told = application.getBean(Assistant.class).ask("pay", tools);
        SecurityContextHolder.clearContext();
        HeldCall held = application
                .getBean(ToolGuard.class)
                .approvals()
                .waitingFor(LEAD)
                .get(0);
        assertThat(told).contains("APPROVAL_PENDING").contains(held.id());
        return held;
    }

    /** On a thread that is Lena's. */
    private void decide(Answer answer, HeldCall held) {
        SecurityContextHolder.getContext().setAuthentication(user("lena"));
        application.getBean(ToolGuard.class).approvals().decide(LEAD, List.of(Choice.of(held)), answer, "seen", false);
    }

    private FinishedCall ended() throws InterruptedException {
        FinishedCall ended = application.getBean(Events.class).ended.poll(30, TimeUnit.SECONDS);
        assertThat(ended).as("an event").isNotNull();
        return ended;
    }

    private ReasonCode notResumed(HeldCall held) {
        ApprovedCalls calls = application.getBean(ApprovedCalls.class);
        return catchThrowableOfType(ToolCallDeniedException.class, () -> calls.resume(held.id()))
                .reason();
    }

    @Test
    void anApprovedCallRunsOnceForThePersonOfItsTaskAndNotForWhoeverApproved() throws Exception {
        start();
        Payments payments = application.getBean(Payments.class);
        HeldCall held = held(payments);
        decide(Answer.APPROVE, held);
        FinishedCall ended = ended();
        assertThat(ended.call().id()).isEqualTo(held.id());
        assertThat(ended.call().task().id()).isEqualTo(held.task().id());
        assertThat(ended.call().status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.result()).contains("\"paid for alice\"");
        assertThat(notResumed(held)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(payments.runs).hasValue(1);
    }

    @Test
    void aDeclinedCallDoesNotRunAndIsTold() throws Exception {
        start();
        Payments payments = application.getBean(Payments.class);
        HeldCall held = held(payments);
        decide(Answer.DENY, held);
        assertThat(ended().call().status()).isEqualTo(Status.DECLINED);
        assertThat(notResumed(held)).isEqualTo(ReasonCode.APPROVAL_DENIED);
        assertThat(payments.runs).hasValue(0);
    }

    @Test
    void whatIsApprovedAfterItsTaskWasClosedDoesNotRun() throws Exception {
        start();
        Payments payments = application.getBean(Payments.class);
        TaskScope task = application.getBean(Tasks.class).open("assist", request -> request.statement("pay"));
        try (Scope current = TaskCarrier.makeCurrent(task)) {
            application
                    .getBean(ChatClient.Builder.class)
                    .build()
                    .prompt("pay")
                    .tools(payments)
                    .call()
                    .content();
        }
        HeldCall held = application
                .getBean(ToolGuard.class)
                .approvals()
                .waitingFor(LEAD)
                .get(0);
        task.close();
        decide(Answer.APPROVE, held);
        assertThat(ended().call().status()).isEqualTo(Status.VOID);
        assertThat(notResumed(held)).isEqualTo(ReasonCode.TASK_CLOSED);
        assertThat(payments.runs).hasValue(0);
    }

    @Test
    void aToolThatARequestBroughtAlongIsTheOneThatRuns() throws Exception {
        start();
        Payments mine = new Payments();
        decide(Answer.APPROVE, held(mine));
        assertThat(ended().result()).contains("\"paid for alice\"");
        assertThat(mine.runs).hasValue(1);
        assertThat(application.getBean(Payments.class).runs).hasValue(0);
    }

    @Test
    void afterARestartItRunsOnceWithTheApplicationsToolUnderItsOldTaskForNobody() throws Exception {
        start();
        HeldCall held = held(application.getBean(Payments.class));
        restart(WithTools.class);
        decide(Answer.APPROVE, held);
        FinishedCall ended = ended();
        assertThat(ended.result()).contains("\"paid for nobody\"");
        assertThat(ended.call().task().id()).isEqualTo(held.task().id());
        assertThat(notResumed(held)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(application.getBean(Payments.class).runs).hasValue(1);
    }

    @Test
    void whatWasApprovedBeforeARestartIsFoundAndAnApplicationMaySayForWhomItRuns() throws Exception {
        start("manual", WithTools.class);
        HeldCall held = held(application.getBean(Payments.class));
        decide(Answer.APPROVE, held);
        restart(WithTools.class, WithAuthentication.class);
        assertThat(ended().result()).contains("\"paid for alice\"");
        assertThat(application.getBean(Payments.class).runs).hasValue(1);
    }

    @Test
    void aToolThatHasChangedMeanwhileDoesNotRun() throws Exception {
        start();
        HeldCall held = held(application.getBean(Payments.class));
        restart(WithOtherTools.class);
        decide(Answer.APPROVE, held);
        FinishedCall ended = ended();
        assertThat(ended.call().status()).isEqualTo(Status.VOID);
        assertThat(ended.call().reason()).isEqualTo(ReasonCode.TOOL_CHANGED);
        assertThat(application.getBean(OtherPayments.class).runs).hasValue(0);
    }

    @Test
    void afterARestartAToolThatTheRequestBroughtAlongIsTheApplicationsToGive() throws Exception {
        start("automatic");
        HeldCall held = held(new Payments());
        restart();
        decide(Answer.APPROVE, held);
        ApprovedCall mine = application.getBean(Events.class).approved.poll(30, TimeUnit.SECONDS);
        assertThat(mine.call().id()).isEqualTo(held.id());
        ApprovedCalls calls = application.getBean(ApprovedCalls.class);
        assertThat(calls.waiting()).map(HeldCall::id).containsExactly(held.id());
        assertThat(notResumed(held)).isEqualTo(ReasonCode.UNKNOWN_TOOL);

        Payments payments = new Payments();
        assertThat(calls.resume(held.id(), ToolCallbacks.from(payments)[0]).result())
                .as("on Lena's thread, and not for her")
                .contains("\"paid for nobody\"");
        assertThat(payments.runs).hasValue(1);
    }

    @Test
    void withManualResumptionOneLineOfTheApplicationRunsIt() throws Exception {
        start("manual", WithTools.class);
        Payments payments = application.getBean(Payments.class);
        HeldCall held = held(payments);
        assertThat(notResumed(held)).isEqualTo(ReasonCode.APPROVAL_PENDING);
        decide(Answer.APPROVE, held);
        assertThat(application
                        .getBean(Events.class)
                        .approved
                        .poll(30, TimeUnit.SECONDS)
                        .call()
                        .id())
                .isEqualTo(held.id());
        assertThat(payments.runs).hasValue(0);
        FinishedCall ended = application.getBean(ApprovedCalls.class).resume(held.id());
        assertThat(ended.result()).contains("\"paid for alice\"");
        assertThat(ended()).isEqualTo(ended);
        assertThat(notResumed(held)).isEqualTo(ReasonCode.DUPLICATE_CALL);
        assertThat(payments.runs).hasValue(1);
    }
}
