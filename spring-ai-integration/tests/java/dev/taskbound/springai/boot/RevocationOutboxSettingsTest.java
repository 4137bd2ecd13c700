/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.credential.RevocationOutbox;
import dev.taskbound.guard.ToolGuard;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

/** Properties say whether the tokens that are out outlive a crash, and where. */
class RevocationOutboxSettingsTest {
    private static final String KEY = "A".repeat(43);

    @TempDir
    private Path directory;

    private ConfigurableApplicationContext started;

    private ApplicationContextRunner application(String... settings) {
        return Application.with(directory, Application.POLICY).withPropertyValues(settings);
    }

    private String file() {
        return "taskbound.revocation-outbox.file=" + directory.resolve("outbox");
    }

    @Test
    void withoutAFileThereIsNone() {
        application().run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(RevocationOutbox.class));
    }

    @Test
    void theGuardHasTheOneThatTheSettingsName() {
        application(file(), "taskbound.revocation-outbox.key=" + KEY).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(ToolGuard.class);
            RevocationOutbox outbox = context.getBean(RevocationOutbox.class);
            assertThat(outbox.fault()).isEmpty();
            context.getBean(ToolGuard.class).close();
            assertThat(outbox.fault()).as("the guard closes what it was given").isPresent();
            assertThat(context.getBean(TaskboundProperties.class).toString()).doesNotContain(KEY);
        });
        assertThat(directory.resolve("outbox")).isNotEmptyFile();
    }

    @Test
    void theKeyMayStandInAFile() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), KEY);
        Files.setPosixFilePermissions(key, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        application(file(), "taskbound.revocation-outbox.key-file=" + key)
                .run(context -> assertThat(context).hasSingleBean(RevocationOutbox.class));
    }

    @Test
    void oneOfTheApplicationsOwnComesFirst() throws Exception {
        RevocationOutbox own = RevocationOutbox.open(directory.resolve("own"), dev.taskbound.Secret.of(KEY));
        application(file(), "taskbound.revocation-outbox.key=" + KEY)
                .withBean(RevocationOutbox.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(RevocationOutbox.class).isSameAs(own));
        assertThat(directory.resolve("outbox")).doesNotExist();
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        assertThat(analysis(application(file())).getDescription()).contains("found neither");
        assertThat(analysis(application(file(), "taskbound.revocation-outbox.key=hunter2"))
                        .getDescription())
                .contains("32 random bytes")
                .doesNotContain("hunter2");
        Files.writeString(directory.resolve("outbox"), "something else\n");
        FailureAnalysis analysis = analysis(application(file(), "taskbound.revocation-outbox.key=" + KEY));
        assertThat(analysis.getDescription()).contains("is no revocation outbox");
        assertThat(analysis.getAction()).contains("taskbound.revocation-outbox.key-file");
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
