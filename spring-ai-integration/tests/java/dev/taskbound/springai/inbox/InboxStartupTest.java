/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.springai.boot.Application;
import dev.taskbound.springai.boot.GuardAutoConfiguration;
import dev.taskbound.springai.boot.InboxAutoConfiguration;
import dev.taskbound.springai.boot.TaskAutoConfiguration;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.security.web.SecurityFilterChain;

/** Issue 3: the inbox is switched on by property and stands behind Spring Security, or not at all. */
class InboxStartupTest {
    @TempDir
    private Path directory;

    private WebApplicationContextRunner application() {
        return new WebApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        GuardAutoConfiguration.class, TaskAutoConfiguration.class, InboxAutoConfiguration.class))
                .withPropertyValues(Application.properties(directory))
                .withPropertyValues("taskbound.approvals.inbox=true");
    }

    private WebApplicationContextRunner secured() {
        return application().withBean("springSecurityFilterChain", Object.class, Object::new);
    }

    @Test
    void behindTheFilterChainItStarts() {
        secured().run(context -> assertThat(context).hasSingleBean(InboxController.class));
    }

    @Test
    void withoutTheFilterChainTheApplicationDoesNotStart() {
        application()
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("Spring Security does not protect this application"));
    }

    @Test
    void withoutSpringSecurityTheApplicationDoesNotStart() {
        application()
                .withClassLoader(new FilteredClassLoader(SecurityFilterChain.class))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("Spring Security does not protect this application"));
    }

    @Test
    void aPathThatIsNoneIsNamed() {
        secured()
                .withPropertyValues("taskbound.approvals.inbox-path=/a\"b/")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("taskbound.approvals.inbox-path: found /a\"b/"));
    }

    @Test
    void switchedOffThereIsNone() {
        secured()
                .withPropertyValues("taskbound.approvals.inbox=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(InboxController.class));
    }
}
