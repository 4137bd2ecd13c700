/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.task.AgentResolver;
import dev.taskbound.springai.task.AuthenticatedPrincipals;
import dev.taskbound.springai.task.PrincipalResolver;
import dev.taskbound.springai.task.TaskIntentPostProcessor;
import dev.taskbound.springai.task.Tasks;
import dev.taskbound.springai.task.TenantResolver;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.security.core.Authentication;

/** Where tasks begin: {@link Tasks}, and {@link dev.taskbound.springai.task.TaskIntent} on methods. */
@AutoConfiguration(after = GuardAutoConfiguration.class)
@ConditionalOnBean(ToolGuard.class)
public class TaskAutoConfiguration {
    private static final String SECURITY = "org.springframework.security.core.Authentication";

    @Bean
    @ConditionalOnMissingBean
    TenantResolver taskboundTenantResolver() {
        return () -> "";
    }

    @Bean
    @ConditionalOnMissingBean
    AgentResolver taskboundAgentResolver(Environment environment) {
        String name =
                environment.getProperty("taskbound.agent", environment.getProperty("spring.application.name", ""));
        return () -> {
            if (name.isBlank()) {
                throw new IllegalStateException(
                        "which agent is this? Set taskbound.agent, or spring.application.name, to a name in the policy's agents");
            }
            return name;
        };
    }

    /** With Spring Security: tasks are for whom it has authenticated. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Authentication.class)
    static class Authenticated {
        @Bean
        @ConditionalOnMissingBean
        PrincipalResolver taskboundPrincipalResolver() {
            return new AuthenticatedPrincipals();
        }

        @Bean
        @ConditionalOnMissingBean
        Tasks taskboundTasks(
                ToolGuard guard, PrincipalResolver principals, TenantResolver tenants, AgentResolver agents) {
            return Tasks.of(guard, principals, tenants, agents);
        }
    }

    /** Without it: tasks are for nobody in particular, which the policy has to allow. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(SECURITY)
    static class Anonymous {
        @Bean
        @ConditionalOnMissingBean
        Tasks taskboundTasks(ToolGuard guard, TenantResolver tenants, AgentResolver agents) {
            return Tasks.forNobody(guard, tenants, agents);
        }
    }

    /** Where Spring's AOP is there, which is nearly everywhere. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(AbstractBeanFactoryAwareAdvisingPostProcessor.class)
    static class Annotated {
        @Bean
        static TaskIntentPostProcessor taskboundTaskIntentPostProcessor(ObjectProvider<Tasks> tasks) {
            return new TaskIntentPostProcessor(tasks::getObject);
        }
    }
}
