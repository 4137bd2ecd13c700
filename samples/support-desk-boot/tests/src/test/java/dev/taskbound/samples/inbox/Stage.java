/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.inbox;

import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.policy.Policy;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;

/** An application with nothing but the inbox, and a policy under which all sorts of calls wait. */
@SpringBootConfiguration
@EnableAutoConfiguration
class Stage {
    private static final String POLICY = """
            version: 1
            name: stage
            revision: 1
            agents: { support-assistant: { owner: me } }
            sources: { local: { type: embedded } }
            destinations:
              payments: { hosts: ["localhost:8072"], source: local, audience: payments, scopes: { write: refund } }
            tools:
              refund_payment:
                action: write
                destination: payments
                control: [iban]
                describe: "Refund {amount} EUR to {iban}"
              send_email: { action: write, control: [to], describe: "Write to {to}: {subject}" }
              delete_customer: { action: admin, control: [customer_id], describe: "Delete customer {customer_id}" }
            intents:
              refund-order:
                open: { agents: [support-assistant] }
                parameters: { order_id: string }
                unknown_origin: { approve: lead, wait: 8h }
                allow:
                  - { tool: refund_payment, approval: { by: lead, wait: 10m, remember: task } }
                  - { tool: send_email, approval: { by: lead, wait: 8h } }
                  - { tool: delete_customer, approval: { by: lead, wait: 30m } }
            """;

    @Bean
    Policy policy() {
        return Policy.parse("taskbound.yaml", POLICY);
    }

    @Bean
    EmbeddedIssuer local() {
        return EmbeddedIssuer.create();
    }

    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(user("lena", "lead"), user("otto", "clerk"));
    }

    private static UserDetails user(String name, String role) {
        return User.withUsername(name).password("{noop}" + name).roles(role).build();
    }
}
