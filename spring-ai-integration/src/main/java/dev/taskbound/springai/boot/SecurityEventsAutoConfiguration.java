/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.Secret;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.revocation.SubjectMapping;
import dev.taskbound.springai.events.SecurityEventController;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Security events: on when a transmitter is named, or where the application has its own {@link SecurityEventReceiver}. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnBean(ToolGuard.class)
public class SecurityEventsAutoConfiguration {
    /** What takes events in. First, so that what follows sees its bean. */
    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("taskbound.security-events.issuer")
    static class Receiver {
        @Bean
        @ConditionalOnMissingBean
        SecurityEventReceiver taskboundSecurityEvents(
                ToolGuard guard, TaskboundProperties properties, ObjectProvider<SubjectMapping> mapping) {
            TaskboundProperties.SecurityEvents events =
                    Objects.requireNonNull(properties.securityEvents(), "taskbound.security-events");
            SecurityEventReceiver.Builder builder = guard.securityEvents(
                            required(events.issuer(), "taskbound.security-events.issuer"))
                    .keys(URI.create(required(events.jwksUri(), "taskbound.security-events.jwks-uri")))
                    .audience(required(events.audience(), "taskbound.security-events.audience"))
                    .maxAge(events.maxAge())
                    .riskLevels(events.riskLevels().toArray(String[]::new))
                    .credentialChanges(events.credentialChanges().toArray(String[]::new));
            Secret header = events.authorizationHeader();
            if (header != null) {
                builder.authorizationHeader(header);
            }
            if (!events.subjectsOf().isEmpty()) {
                builder.subjectsOf(events.subjectsOf().toArray(String[]::new));
            }
            mapping.ifUnique(builder::subjects);
            return builder.build();
        }

        private static String required(@Nullable String value, String property) {
            if (value == null || value.isBlank()) {
                throw new IllegalStateException("security events are to be received, and " + property + " is not set");
            }
            return value;
        }
    }

    /** Where they arrive. */
    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnBean(SecurityEventReceiver.class)
    static class Endpoint {
        @Bean
        @ConditionalOnMissingBean
        SecurityEventController taskboundSecurityEventController(SecurityEventReceiver receiver) {
            return new SecurityEventController(receiver);
        }
    }
}
