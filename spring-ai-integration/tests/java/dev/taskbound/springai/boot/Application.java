/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.TaskScope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** An application with this module on its class path, a policy file and an audit log. */
public final class Application {
    static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools: { look: { action: read }, pay: { action: write } }
            intents:
              assist:
                open: { agents: [helper] }
                allow:
                  - { tool: look }
                  - { tool: pay, approval: { by: lead, wait: 5m } }
            """;

    private Application() {}

    /** All that the module configures, on a policy that is in a file. */
    public static ApplicationContextRunner with(Path directory, String policy) {
        return in(directory).withPropertyValues("taskbound.policy=file:" + write(directory, policy));
    }

    /** The least that an application sets, with a policy that is in a file. */
    public static String[] properties(Path directory) {
        return new String[] {
            "spring.application.name=helper",
            "taskbound.audit.file=" + directory.resolve("audit.jsonl"),
            "taskbound.policy=file:" + write(directory, POLICY)
        };
    }

    static ApplicationContextRunner in(Path directory) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        ApprovalStoreAutoConfiguration.class,
                        RevocationOutboxAutoConfiguration.class,
                        GuardAutoConfiguration.class,
                        TaskAutoConfiguration.class,
                        HttpAutoConfiguration.class,
                        ObserveAutoConfiguration.class))
                .withPropertyValues(
                        "spring.application.name=helper", "taskbound.audit.file=" + directory.resolve("audit.jsonl"));
    }

    static Path write(Path directory, String policy) {
        try {
            return Files.writeString(directory.resolve("taskbound.yaml"), policy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Calls a tool without arguments. */
    static void call(TaskScope task, String tool, AtomicInteger runs) {
        ToolDescriptor described = ToolDescriptor.named(tool)
                .withSchema("{\"type\":\"object\",\"properties\":{},\"additionalProperties\":false}");
        task.call(ToolCall.of(described, "{}"), call -> runs.incrementAndGet());
    }
}
