/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.Secret;
import dev.taskbound.approval.webhook.ApprovingService;
import dev.taskbound.approval.webhook.WebhookApprover;
import dev.taskbound.approval.webhook.WebhookDecisions;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.webhook.WebhookController;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** Asking over a webhook: on when an address is given, or where the application has its own {@link WebhookDecisions}. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnBean(ToolGuard.class)
public class WebhookAutoConfiguration {
    /** Requests go out, and decisions come in. First, so that what follows sees its beans. */
    @Order(1)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty("taskbound.approvals.webhook.url")
    static class Channel {
        @Bean
        @ConditionalOnMissingBean
        WebhookApprover taskboundWebhook(TaskboundProperties properties) {
            TaskboundProperties.Webhook webhook = webhook(properties);
            return WebhookApprover.to(Objects.requireNonNull(webhook.url(), "taskbound.approvals.webhook.url"))
                    .signedWith(webhook.requestKeys().toArray(Secret[]::new))
                    .build();
        }

        @Bean
        @ConditionalOnMissingBean
        WebhookDecisions taskboundWebhookDecisions(ToolGuard guard, TaskboundProperties properties) {
            TaskboundProperties.Webhook webhook = webhook(properties);
            ApprovingService service = ApprovingService.named("webhook")
                    .speaksFor(webhook.groups().toArray(String[]::new))
                    .verifiedWith(webhook.answerKeys().toArray(Secret[]::new));
            String issuer = webhook.peopleOf();
            return WebhookDecisions.to(guard.approvals()::decide)
                    .trust(issuer == null ? service : service.peopleOf(issuer))
                    .build();
        }

        private static TaskboundProperties.Webhook webhook(TaskboundProperties properties) {
            return Objects.requireNonNull(properties.approvals().webhook(), "taskbound.approvals.webhook");
        }
    }

    /** Where decisions arrive. */
    @Order(2)
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    @ConditionalOnBean(WebhookDecisions.class)
    static class Endpoint {
        @Bean
        @ConditionalOnMissingBean
        WebhookController taskboundWebhookController(WebhookDecisions decisions) {
            return new WebhookController(decisions);
        }
    }
}
