/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/**
 * Puts every tool call of the application context's chat clients behind the guard. Needs no guard itself: tools are called
 * through the task that is current, and without one they are refused.
 */
@AutoConfiguration(
        beforeName = {
            "org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration",
            "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration",
            "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration"
        })
@ConditionalOnClass(ChatClient.class)
@ConditionalOnProperty(name = "taskbound.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(HooksProperties.class)
@Import(CustomizerRegistrar.class)
public class HooksAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static Tripwire taskboundTripwire(Environment environment) {
        return new Tripwire(properties(environment).tripwire());
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static GuardingPostProcessor taskboundGuardingPostProcessor(
            Environment environment, ObjectProvider<Tripwire> tripwire, ObjectProvider<TaskboundAdvisor> advisor) {
        return new GuardingPostProcessor(
                tripwire.getObject(), properties(environment).hideTools(), advisor::getObject);
    }

    /** Bound by hand, because a bean post-processor must not need other beans early. */
    private static HooksProperties properties(Environment environment) {
        return Binder.get(environment).bindOrCreate("taskbound.spring-ai", HooksProperties.class);
    }

    @Bean
    TaskboundAdvisor taskboundAdvisor(ObjectProvider<ToolCallbackResolver> resolver, Tripwire tripwire) {
        return new TaskboundAdvisor(resolver::getIfUnique, tripwire);
    }

    @Bean
    TripwireObservationHandler taskboundTripwireObservationHandler(Tripwire tripwire) {
        return new TripwireObservationHandler(tripwire);
    }

    @Bean
    @ConditionalOnMissingBean(TaskDecorator.class)
    TaskboundTaskDecorator taskboundTaskDecorator() {
        return new TaskboundTaskDecorator();
    }
}
