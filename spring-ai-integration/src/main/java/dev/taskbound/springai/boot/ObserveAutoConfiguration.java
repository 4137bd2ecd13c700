/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.TaskboundTools;
import dev.taskbound.springai.observe.ActuatorHealth;
import dev.taskbound.springai.observe.ContributedHealth;
import dev.taskbound.springai.observe.TaskboundEndpoint;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Health and the Actuator endpoint, where the application has Actuator. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnBean(ToolGuard.class)
public class ObserveAutoConfiguration {
    private static final String SWITCH = "management.health.taskbound.enabled";

    /** Spring Boot 3. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.actuate.health.HealthIndicator")
    @ConditionalOnProperty(name = SWITCH, havingValue = "true", matchIfMissing = true)
    static class Actuator {
        @Bean
        @ConditionalOnMissingBean(name = "taskboundHealthIndicator")
        ActuatorHealth taskboundHealthIndicator(ToolGuard guard) {
            return new ActuatorHealth(guard);
        }
    }

    /** Spring Boot 4. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    @ConditionalOnProperty(name = SWITCH, havingValue = "true", matchIfMissing = true)
    static class Contributed {
        @Bean
        @ConditionalOnMissingBean(name = "taskboundHealthIndicator")
        ContributedHealth taskboundHealthIndicator(ToolGuard guard) {
            return new ContributedHealth(guard);
        }
    }

    /** The endpoint. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    static class Endpoints {
        @Bean
        @ConditionalOnMissingBean
        @ConditionalOnAvailableEndpoint
        TaskboundEndpoint taskboundEndpoint(ToolGuard guard, ListableBeanFactory application) {
            return new TaskboundEndpoint(guard, () -> TaskboundTools.describe(application));
        }
    }
}
