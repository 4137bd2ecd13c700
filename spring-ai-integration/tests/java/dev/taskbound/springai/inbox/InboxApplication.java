/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** A servlet application with Spring Security as Boot sets it up, three users, and the inbox switched on. */
@SpringBootConfiguration
@EnableAutoConfiguration
class InboxApplication {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools:
              pay: { action: write, control: [iban, reference], describe: "Pay {amount} EUR to {iban}" }
              send: { action: write, describe: "Send {text}" }
            intents:
              assist:
                open: { agents: [helper] }
                unknown_origin: { approve: lead, wait: 5m }
                allow:
                  - { tool: pay, approval: { by: lead, wait: 5m, remember: task } }
                  - { tool: send, approval: { by: lead, wait: 5m } }
            """;

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(user("lena", "lead"), user("otto", "clerk"), user("pia", "lead"));
    }

    private static org.springframework.security.core.userdetails.UserDetails user(String name, String role) {
        return User.withUsername(name).password("{noop}" + name).roles(role).build();
    }

    static ConfigurableApplicationContext start(Path directory, String... properties) {
        try {
            Path policy = Files.writeString(directory.resolve("taskbound.yaml"), POLICY);
            return new SpringApplicationBuilder(InboxApplication.class)
                    .web(WebApplicationType.SERVLET)
                    .properties(
                            "server.port=0",
                            "server.address=127.0.0.1",
                            "spring.application.name=helper",
                            "taskbound.policy=file:" + policy,
                            "taskbound.audit.file=" + directory.resolve("audit.jsonl"),
                            "taskbound.ask-for-purpose=true",
                            "taskbound.approvals.inbox=true",
                            "taskbound.approvals.pending-after=30s")
                    .properties(properties)
                    .run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
