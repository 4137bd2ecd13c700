/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.Approver;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.guard.PolicyWatcher;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.springai.task.AgentResolver;
import dev.taskbound.springai.task.Tasks;
import dev.taskbound.springai.task.TenantResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Issue: one dependency, one policy file; the application's own beans win; properties only call the builder. */
class GuardAutoConfigurationTest {
    private static final String BANK =
            Application.POLICY.replace("tools: {", "sources: { bank: { type: custom } }\ntools: {");

    @TempDir
    private Path directory;

    private final AtomicInteger runs = new AtomicInteger();

    private ApplicationContextRunner application() {
        return Application.with(directory, Application.POLICY);
    }

    @Test
    void aPolicyFileIsAllThatAnApplicationNeeds() {
        application().run(context -> {
            try (TaskScope task = context.getBean(Tasks.class).open("assist", more -> {})) {
                Application.call(task, "look", runs);
                assertThat(task.task().agent()).isEqualTo("helper");
            }
            assertThat(runs).hasValue(1);
            assertThat(Files.readString(directory.resolve("audit.jsonl"))).contains("look");
        });
    }

    @Test
    void theContextClosesGuardAndAuditLog() throws Exception {
        application().run(context -> context.getBean(ToolGuard.class));

        FileAuditSink.open(directory.resolve("audit.jsonl")).close();
    }

    @Test
    void agentAndTenantComeFromPropertyOrBeans() {
        String two = Application.POLICY
                .replace("{ helper: {", "{ helper: { owner: me }, other: {")
                .replace("agents: [helper]", "agents: [helper, other]");
        ApplicationContextRunner application = Application.with(directory, two);
        application.withPropertyValues("taskbound.agent=other").run(context -> {
            try (TaskScope task = context.getBean(Tasks.class).open("assist", more -> {})) {
                assertThat(task.task().agent()).isEqualTo("other");
                assertThat(task.task().tenant()).isEmpty();
            }
        });
        application
                .withBean(AgentResolver.class, () -> () -> "other")
                .withBean(TenantResolver.class, () -> () -> "acme")
                .run(context -> {
                    try (TaskScope task = context.getBean(Tasks.class).open("assist", more -> {})) {
                        assertThat(task.task().agent()).isEqualTo("other");
                        assertThat(task.task().tenant()).isEqualTo("acme");
                    }
                });
    }

    @Test
    void aPolicyOfTheApplicationsOwnIsUsedInsteadOfTheFile() {
        Policy own = Policy.parse("own.yaml", Application.POLICY.replace("name: test", "name: own"));
        application()
                .withBean(Policy.class, () -> own)
                .run(context -> assertThat(
                                context.getBean(ToolGuard.class).policy().name())
                        .isEqualTo("own"));
    }

    @Test
    void aGuardOfTheApplicationsOwnNeedsNeitherFileNorLog() {
        Path elsewhere = directory.resolve("own.jsonl");
        Application.in(directory)
                .withBean(ToolGuard.class, () -> guard(elsewhere))
                .run(context -> {
                    assertThat(context)
                            .hasNotFailed()
                            .hasSingleBean(ToolGuard.class)
                            .hasSingleBean(Tasks.class);
                    assertThat(directory.resolve("audit.jsonl")).doesNotExist();
                });
    }

    private static ToolGuard guard(Path log) {
        try {
            return ToolGuard.builder()
                    .policy(Policy.parse("own.yaml", Application.POLICY))
                    .audit(FileAuditSink.open(log))
                    .build();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatARevocationFileSaysIsInForceBeforeAnythingIsOpened() throws Exception {
        Path file = directory.resolve("revocations.yaml");
        ApplicationContextRunner application = application().withPropertyValues("taskbound.revocations.file=" + file);
        application.run(context -> assertThat(context).getFailure().hasStackTraceContaining("no such file"));
        java.nio.file.Files.writeString(file, "version: 1\nrevocations: [ { agent: helper } ]\n");
        application.run(context -> assertThat(context.getBean(ToolGuard.class).revocations())
                .singleElement()
                .satisfies(each -> assertThat(each.target().name()).isEqualTo("helper")));
    }

    @Test
    void aPolicyFileThatChangesIsPutIntoForceIfThatIsWanted() {
        String newer = Application.POLICY.replace("revision: 1", "revision: 2");
        application().withPropertyValues("taskbound.reload-every=1h").run(context -> {
            Application.write(directory, newer);
            PolicyWatcher watcher = context.getBean(PolicyWatcher.class);
            watcher.look();
            watcher.look();
            assertThat(context.getBean(ToolGuard.class).policy().revision()).isEqualTo(2);
        });
        application().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PolicyWatcher.class));
        Application.in(directory)
                .withPropertyValues("taskbound.reload-every=1h")
                .withBean(Policy.class, () -> Policy.parse("own.yaml", newer))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(PolicyWatcher.class));
    }

    @Test
    void theLockFileBelongsToThePolicyAndIsLookedAtWithIt() throws java.io.IOException {
        Policy policy = Policy.parse("taskbound.yaml", Application.POLICY);
        Path lock = Files.writeString(
                directory.resolve("taskbound.lock"), PolicyLock.of(policy).text());
        ApplicationContextRunner application =
                application().withPropertyValues("taskbound.lock=file:" + lock, "taskbound.reload-every=1h");

        application.run(context -> {
            ToolGuard guard = context.getBean(ToolGuard.class);
            assertThat(guard.policy().lock().orElseThrow().pinsTools()).isFalse();
            Files.writeString(lock, PolicyLock.of(policy).withTools(List.of()).text());
            PolicyWatcher watcher = context.getBean(PolicyWatcher.class);
            watcher.look();
            watcher.look();
            assertThat(guard.policy().lock().orElseThrow().pinsTools()).isTrue();
        });
        Files.delete(lock);
        application.run(
                context -> assertThat(context).getFailure().rootCause().hasMessageContaining("taskbound.lock says"));
    }

    @Test
    void aSourceIsKnownByTheNameOfItsBean() {
        CredentialSource bank = request -> new CompletableFuture<>();
        ApplicationContextRunner application = Application.with(directory, BANK);

        application
                .withBean("bank", CredentialSource.class, () -> bank)
                .run(context -> assertThat(context).hasNotFailed());
        application
                .withBean("credit", CredentialSource.class, () -> bank)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining("bank"));
    }

    @Test
    void anApproverBeanIsAsked() {
        ApplicationContextRunner application = application();
        application
                .withBean(
                        Approver.class, () -> Approver.callback(request -> new ApprovalOutcome.Approved("lead-person")))
                .run(context -> {
                    pay(context);
                    assertThat(runs).hasValue(1);
                });
        application.run(context -> denied(() -> pay(context), ReasonCode.APPROVAL_UNAVAILABLE));
        assertThat(runs).hasValue(1);
    }

    @Test
    void withTheInboxACallWaitsForSomebodyToCome() {
        application()
                .withPropertyValues("taskbound.approvals.inbox=true", "taskbound.approvals.pending-after=0s")
                .run(context -> denied(() -> pay(context), ReasonCode.APPROVAL_PENDING));
        assertThat(runs).hasValue(0);
    }

    @Test
    void theCustomizerHasTheLastWord() {
        application()
                .withPropertyValues("taskbound.approvals.inbox=true", "taskbound.approvals.pending-after=0s")
                .withBean(ToolGuardCustomizer.class, () -> builder -> builder.approver(Approver.none()))
                .run(context -> denied(() -> pay(context), ReasonCode.APPROVAL_UNAVAILABLE));
    }

    @Test
    void switchedOffNothingIsThere() {
        Application.in(directory).withPropertyValues("taskbound.enabled=false").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(ToolGuard.class).doesNotHaveBean(Tasks.class);
            assertThat(directory).isEmptyDirectory();
        });
    }

    private void pay(AssertableApplicationContext context) {
        try (TaskScope task = context.getBean(Tasks.class).open("assist", more -> {})) {
            Application.call(task, "pay", runs);
        }
    }

    private static void denied(ThrowingCallable call, ReasonCode reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        denial -> assertThat(denial.reason()).isEqualTo(reason));
    }
}
