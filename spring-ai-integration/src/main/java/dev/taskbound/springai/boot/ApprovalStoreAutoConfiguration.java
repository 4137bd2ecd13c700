/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.jdbc.JdbcApprovalStore;
import dev.taskbound.approval.jdbc.JdbcApprovalStoreBuilder;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.springai.boot.TaskboundProperties.Approvals;
import javax.sql.DataSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Calls that wait for a human, in a database, if that is wanted. A store of the application's own comes before. */
@AutoConfiguration(before = GuardAutoConfiguration.class)
@ConditionalOnProperty(name = "taskbound.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(TaskboundProperties.class)
public class ApprovalStoreAutoConfiguration {
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "taskbound.approvals.store", havingValue = "jdbc")
    @ConditionalOnMissingBean({ApprovalStore.class, ToolGuard.class})
    JdbcApprovalStore taskboundApprovalStore(TaskboundProperties properties, BeanFactory beans) {
        Approvals settings = properties.approvals();
        try {
            JdbcApprovalStoreBuilder builder = builder(settings, beans);
            if (settings.key() != null) {
                builder.key(settings.key());
            }
            if (settings.keyFile() != null) {
                builder.keyFile(settings.keyFile());
            }
            return builder.build();
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw ApprovalStoreException.of(settings, e);
        }
    }

    private static JdbcApprovalStoreBuilder builder(Approvals settings, BeanFactory beans) {
        String name = settings.dataSource();
        if (name == null) {
            return JdbcApprovalStore.embeddedBuilder(settings.file());
        }
        DataSource database = beans.getBean(name, DataSource.class);
        if (settings.createTables()) {
            JdbcApprovalStore.createTables(database);
        }
        return JdbcApprovalStore.builder(database);
    }
}
