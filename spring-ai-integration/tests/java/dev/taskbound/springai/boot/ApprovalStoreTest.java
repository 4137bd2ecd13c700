/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.Answer;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Choice;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import dev.taskbound.guard.ApprovalDesk;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.task.Tasks;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** Issue, judged by 4: the application restarts while an approval waits; properties say where that is kept. */
class ApprovalStoreTest {
    private static final Principal LEAD = Principal.verified("test", "lena").withRoles(Set.of("lead"));
    private static final String KEY = "A".repeat(43);
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");

    @TempDir
    private Path directory;

    private ConfigurableApplicationContext started;
    private final AtomicInteger runs = new AtomicInteger();

    private ApplicationContextRunner application(String... settings) {
        return Application.with(directory, Application.POLICY)
                .withPropertyValues(
                        "taskbound.approvals.inbox=true",
                        "taskbound.approvals.pending-after=0s",
                        "taskbound.approvals.resume=manual")
                .withPropertyValues(settings);
    }

    private String[] inFile() {
        return new String[] {
            "taskbound.approvals.store=jdbc", "taskbound.approvals.file=" + directory.resolve("approvals")
        };
    }

    @Test
    void inMemoryIsTheDefaultAndLeavesNoFile() {
        application().run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(ApprovalStore.class);
            hold(context);
        });
        application().run(context -> assertThat(desk(context).waitingFor(LEAD)).isEmpty());
    }

    @Test
    void aCallThatWaitsInAFileIsDecidedAfterARestartAndRunsOnce() {
        application(inFile()).run(this::hold);
        application(inFile()).run(context -> {
            HeldCall held = desk(context).waitingFor(LEAD).get(0);
            desk(context).decide(LEAD, List.of(Choice.of(held)), Answer.APPROVE, "", false);
        });
        application(inFile()).run(context -> {
            String id = only(context).id();
            desk(context).resume(id, PAY, call -> runs.incrementAndGet());
            assertThat(denied(() -> desk(context).resume(id, PAY, call -> runs.incrementAndGet())))
                    .isEqualTo(ReasonCode.DUPLICATE_CALL);
        });
        assertThat(runs).hasValue(1);
        assertThat(directory.resolve("approvals.key")).isNotEmptyFile();
    }

    @Test
    void aDataSourceOfTheApplicationIsUsedIfItIsNamed() {
        DataSource shared = database();
        ApplicationContextRunner application = application(
                        "taskbound.approvals.store=jdbc",
                        "taskbound.approvals.data-source=shared",
                        "taskbound.approvals.key=" + KEY)
                .withBean("shared", DataSource.class, () -> shared)
                .withBean("another", DataSource.class, ApprovalStoreTest::database);
        assertThat(analysis(application).getDescription()).contains("the approval tables are not there");
        assertThat(analysis(application).getAction()).contains("taskbound.approvals.create-tables=true");
        application.withPropertyValues("taskbound.approvals.create-tables=true").run(this::hold);
        application.run(context -> assertThat(desk(context).waitingFor(LEAD)).hasSize(1));
    }

    @Test
    void aDataSourceWithoutAKeyIsNamed() {
        ApplicationContextRunner application = application(
                        "taskbound.approvals.store=jdbc",
                        "taskbound.approvals.data-source=shared",
                        "taskbound.approvals.create-tables=true")
                .withBean("shared", DataSource.class, ApprovalStoreTest::database);
        FailureAnalysis analysis = analysis(application);
        assertThat(analysis.getDescription()).contains("needs .key(…) or .keyFile(…)");
        assertThat(analysis.getAction()).contains("taskbound.approvals.key or taskbound.approvals.key-file");
    }

    @Test
    void theKeyIsNoPartOfWhatTheSettingsShow() {
        application(inFile())
                .withPropertyValues("taskbound.approvals.key=" + KEY)
                .run(context -> {
                    assertThat(context).hasSingleBean(JdbcApprovalStore.class);
                    assertThat(context.getBean(TaskboundProperties.class).toString())
                            .doesNotContain(KEY);
                    assertThat(directory.resolve("approvals.key")).doesNotExist();
                });
    }

    @Test
    void aStoreOfTheApplicationsOwnComesFirst() {
        application(inFile())
                .withBean(ApprovalStore.class, ApprovalStore::inMemory)
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JdbcApprovalStore.class));
    }

    private static DataSource database() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + java.util.UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        return database;
    }

    private void hold(AssertableApplicationContext context) {
        TaskScope task = context.getBean(Tasks.class).open("assist", more -> {});
        assertThat(denied(() -> Application.call(task, "pay", runs))).isEqualTo(ReasonCode.APPROVAL_PENDING);
        assertThat(runs).hasValue(0);
    }

    private static HeldCall only(AssertableApplicationContext context) {
        ApprovalStore store = context.getBean(ApprovalStore.class);
        List<HeldCall> open =
                store.open(java.time.Instant.now(), 9).toCompletableFuture().join();
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    private static ReasonCode denied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(ToolCallDeniedException.class, call).reason();
    }

    private static ApprovalDesk desk(AssertableApplicationContext context) {
        return context.getBean(ToolGuard.class).approvals();
    }

    private FailureAnalysis analysis(ApplicationContextRunner application) {
        FailureAnalysis[] found = new FailureAnalysis[1];
        application
                .withInitializer(context -> started = context)
                .run(context ->
                        found[0] = new StartupFailureAnalyzer(started.getBeanFactory(), started.getEnvironment())
                                .analyze(context.getStartupFailure()));
        return found[0];
    }
}
