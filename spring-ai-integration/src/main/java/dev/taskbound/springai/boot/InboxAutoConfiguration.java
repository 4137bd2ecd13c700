/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.inbox.InboxController;
import dev.taskbound.springai.task.PrincipalResolver;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The web inbox, on the servlet stack and behind Spring Security only. */
@AutoConfiguration(after = TaskAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnProperty(name = "taskbound.approvals.inbox", havingValue = "true")
@ConditionalOnBean(ToolGuard.class)
public class InboxAutoConfiguration {
    private static final String FILTER_CHAIN = "org.springframework.security.web.SecurityFilterChain";

    /** With Spring Security. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = FILTER_CHAIN)
    static class Protected {
        private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_-]+)+");

        @Bean
        @ConditionalOnMissingBean
        InboxController taskboundInbox(ToolGuard guard, PrincipalResolver principals, TaskboundProperties properties) {
            String path = properties.approvals().inboxPath();
            if (!PATH.matcher(path).matches()) {
                throw InboxException.wrongPath(path);
            }
            return new InboxController(guard, principals, path);
        }

        /** On the class path is not enough: its filter has to be there. */
        @Bean
        SmartInitializingSingleton taskboundInboxProtection(ListableBeanFactory beans) {
            return () -> {
                if (!beans.containsBean("springSecurityFilterChain")) {
                    throw InboxException.withoutSecurity();
                }
            };
        }
    }

    /** Without it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass(FILTER_CHAIN)
    static class Unprotected {
        @Bean
        SmartInitializingSingleton taskboundInboxProtection() {
            throw InboxException.withoutSecurity();
        }
    }
}
