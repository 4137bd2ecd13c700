/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.policy.Policy;
import dev.taskbound.springai.task.Tasks;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Issue, judged by 6: the error when the policy file is missing tells what to write. */
class StartupFailureTest {
    @TempDir
    private Path directory;

    private ConfigurableApplicationContext started;

    static class Tools {
        @Tool
        String look() {
            return "";
        }

        @Tool(name = "pay_now")
        String pay() {
            return "";
        }
    }

    @Test
    void aMissingPolicyIsToldWithOneThatWorksForTheseTools() {
        Application.in(directory)
                .withInitializer(context -> started = context)
                .withBean(Tools.class, StartupFailureTest::never, definition -> definition.setLazyInit(true))
                .run(context -> {
                    FailureAnalysis told = analysis(context);
                    assertThat(told.getDescription()).contains("no policy at classpath:taskbound.yaml");
                    assertThat(told.getAction()).contains("src/main/resources/taskbound.yaml");
                    Files.writeString(directory.resolve("taskbound.yaml"), example(told));
                });

        AtomicInteger runs = new AtomicInteger();
        Application.in(directory)
                .withPropertyValues("taskbound.policy=file:" + directory.resolve("taskbound.yaml"))
                .run(context -> {
                    try (TaskScope task = context.getBean(Tasks.class).open("assist", more -> {})) {
                        Application.call(task, "look", runs);
                        Application.call(task, "pay_now", runs);
                    }
                });
        assertThat(runs).hasValue(2);
    }

    private static Tools never() {
        throw new AssertionError("a bean is made to learn the names of its tools");
    }

    private static String example(FailureAnalysis told) {
        List<String> lines =
                told.getAction().lines().filter(line -> line.startsWith("  ")).toList();
        return String.join("\n", lines).stripIndent() + "\n";
    }

    @Test
    void aNameThatIsNoPlainYamlStillMakesAPolicyThatLoads() {
        Policy policy = Policy.parse("x", ExamplePolicy.of("", List.of("a", "no", "007")));

        assertThat(policy.name()).isEqualTo("my-assistant");
        assertThat(policy.tool("no")).isPresent();
        assertThat(policy.tool("007")).isPresent();
    }

    @Test
    void aMistakeIsToldWithItsPlace() {
        Application.with(directory, Application.POLICY.replace("action: read", "action: reed"))
                .withInitializer(context -> started = context)
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("taskbound.yaml:5:")
                        .contains("reed"));
    }

    @Test
    void anAuditLogThatCannotBeOpenedIsToldWithItsRemedy() throws Exception {
        try (FileAuditSink other = FileAuditSink.open(directory.resolve("audit.jsonl"))) {
            Application.with(directory, Application.POLICY)
                    .withInitializer(context -> started = context)
                    .run(context -> {
                        assertThat(analysis(context).getDescription()).contains("audit.jsonl", "in use");
                        assertThat(analysis(context).getAction()).contains("taskbound.audit.file");
                    });
        }
    }

    @Test
    void anotherFailureIsNotOurs() {
        Application.with(directory, Application.POLICY)
                .withInitializer(context -> started = context)
                .withBean("broken", Object.class, () -> {
                    throw new IllegalStateException("something else");
                })
                .run(context -> assertThat(analyzer().analyze(context.getStartupFailure()))
                        .isNull());
    }

    private FailureAnalysis analysis(AssertableApplicationContext context) {
        return analyzer().analyze(context.getStartupFailure());
    }

    private FailureAnalyzer analyzer() {
        return new StartupFailureAnalyzer(started.getBeanFactory(), started.getEnvironment());
    }
}
