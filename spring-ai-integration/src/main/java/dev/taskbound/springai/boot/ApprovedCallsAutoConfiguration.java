/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.Task;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.ApprovedCalls;
import dev.taskbound.springai.TaskAuthentication;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.Authentication;

/** What becomes of calls that are approved once nobody waits for them any more. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnClass(ToolCallback.class)
@ConditionalOnBean(ToolGuard.class)
public class ApprovedCallsAutoConfiguration {
    private static ApprovedCalls calls(
            ToolGuard guard,
            ListableBeanFactory beans,
            ApplicationEventPublisher events,
            Function<Task, @Nullable Object> authentication,
            TaskboundProperties properties) {
        boolean automatic = properties.approvals().resume() == TaskboundProperties.Resume.AUTOMATIC;
        return ApprovedCalls.of(guard, beans, events, authentication, automatic);
    }

    /** With Spring Security. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Authentication.class)
    static class Authenticated {
        @Bean
        @ConditionalOnMissingBean
        ApprovedCalls taskboundApprovedCalls(
                ToolGuard guard,
                ListableBeanFactory beans,
                ApplicationEventPublisher events,
                ObjectProvider<TaskAuthentication> authentications,
                TaskboundProperties properties) {
            TaskAuthentication authentication = authentications.getIfUnique(() -> task -> null);
            return calls(guard, beans, events, authentication::of, properties);
        }
    }

    /** Without it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("org.springframework.security.core.Authentication")
    static class Anonymous {
        @Bean
        @ConditionalOnMissingBean
        ApprovedCalls taskboundApprovedCalls(
                ToolGuard guard,
                ListableBeanFactory beans,
                ApplicationEventPublisher events,
                TaskboundProperties properties) {
            return calls(guard, beans, events, task -> null, properties);
        }
    }
}
