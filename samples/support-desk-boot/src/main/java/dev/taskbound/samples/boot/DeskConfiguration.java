/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.policy.Policy;
import dev.taskbound.samples.supportdesk.services.Services;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** The agent, its users, and the services that it calls: those are part of the sample, so that it runs anywhere. */
@Configuration(proxyBeanMethods = false)
class DeskConfiguration {
    @Bean
    ChatClient agent(ChatClient.Builder builder, SupportTools tools) {
        return builder.defaultSystem("""
                        You are the assistant of a support desk. Read the ticket, look the order up, and refund what the
                        customer is owed, item by item, to the bank account of the order. Then write the customer one
                        short mail. If a tool is refused, go on without it.""").defaultTools(tools).build();
    }

    /** As many roles as there are parts to play; a role names a group of the policy. */
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                user("jo", "support"), user("kim", "support-lead"), user("sam", "visitor"));
    }

    private static UserDetails user(String name, String role) {
        return User.withUsername(name).password("{noop}" + name).roles(role).build();
    }

    /** The policy's source of this name. */
    @Bean
    EmbeddedIssuer local() {
        return EmbeddedIssuer.create();
    }

    @Bean
    Services services(EmbeddedIssuer issuer) throws IOException {
        return new Services(issuer.issuer(), issuer.publicKeys());
    }

    /**
     * The policy file, with the ports that the services were given. An application whose services have fixed addresses needs
     * no such bean: the file alone is enough.
     */
    @Bean
    Policy policy(@Value("classpath:taskbound.yaml") Resource file, Services services) throws IOException {
        String text = file.getContentAsString(StandardCharsets.UTF_8)
                .replace("localhost:8071", services.orders())
                .replace("localhost:8072", services.payments())
                .replace("localhost:8073", services.mail());
        return Policy.parse("taskbound.yaml", text);
    }
}
