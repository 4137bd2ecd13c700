/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.ApproverDirectory;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.RevocationOutbox;
import dev.taskbound.guard.PolicyWatcher;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import dev.taskbound.state.TaskStateStore;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;

/** The guard, from the policy file and {@code taskbound.*}. Beans of the application's own come before every default. */
@AutoConfiguration
@ConditionalOnProperty(name = "taskbound.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(TaskboundProperties.class)
public class GuardAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean({Policy.class, ToolGuard.class})
    Policy taskboundPolicy(TaskboundProperties properties, ResourceLoader resources) {
        Policy policy = PolicyFile.load(resources.getResource(properties.policy()), properties.policy());
        String lock = properties.lock();
        return lock == null ? policy : policy.locked(PolicyFile.lock(resources.getResource(lock), lock));
    }

    @Bean
    @ConditionalOnMissingBean({AuditSink.class, ToolGuard.class})
    AuditSink taskboundAudit(TaskboundProperties properties) {
        try {
            return FileAuditSink.open(properties.audit().file());
        } catch (IOException e) {
            throw new AuditFileException(properties.audit().file(), e);
        }
    }

    @Bean
    @ConditionalOnMissingBean
    ToolGuard toolGuard(
            TaskboundProperties properties,
            Policy policy,
            AuditSink audit,
            ObjectProvider<Approver> channels,
            ObjectProvider<ToolGuardCustomizer> last) {
        PeopleAsked.warnIfUnreachable(
                policy,
                properties.approvals().inbox() || channels.stream().findAny().isPresent());
        ToolGuardBuilder builder = ToolGuard.builder()
                .policy(policy)
                .audit(audit)
                .patience(properties.patience())
                .pendingAfter(properties.approvals().pendingAfter());
        Path revocations = properties.revocations().file();
        if (revocations != null) {
            builder.watchRevocations(revocations, properties.revocations().lookEvery());
        }
        if (properties.askForPurpose()) {
            builder.askForPurpose();
        }
        if (properties.showPrincipalsOnSpans()) {
            builder.showPrincipalsOnSpans();
        }
        last.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    /** A policy bean of the application's own is not read from a file. */
    @Bean
    @ConditionalOnProperty(name = "taskbound.reload-every")
    @ConditionalOnBean(name = "taskboundPolicy")
    PolicyWatcher taskboundPolicyWatcher(TaskboundProperties properties, ToolGuard guard, ResourceLoader resources) {
        Path file = PolicyFile.path(resources.getResource(properties.policy()), properties.policy());
        Duration every = Objects.requireNonNull(properties.reloadEvery(), "taskbound.reload-every");
        String lock = properties.lock();
        return lock == null
                ? guard.watch(file, every)
                : guard.watch(file, PolicyFile.path(resources.getResource(lock), lock), every);
    }

    /** First of all customizers: the application's own can still change what its beans have set. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    ToolGuardCustomizer taskboundBeansCustomizer(
            TaskboundProperties properties,
            ObjectProvider<TaskStateStore> state,
            ObjectProvider<ApprovalStore> approvals,
            ObjectProvider<RevocationOutbox> outbox,
            ObjectProvider<ApproverDirectory> directory,
            ObjectProvider<Approver> channels,
            ObjectProvider<OpenTelemetry> openTelemetry,
            ObjectProvider<Metrics> metrics,
            ObjectProvider<PolicyDecisionPoint> decisionPoints,
            Map<String, WorkloadIdentity> workloads,
            Map<String, CredentialSource> sources) {
        return builder -> {
            state.ifUnique(builder::state);
            approvals.ifUnique(builder::approvals);
            outbox.ifUnique(builder::revocationOutbox);
            directory.ifUnique(builder::approvers);
            List<Approver> asked = new ArrayList<>(channels.orderedStream().toList());
            if (properties.approvals().inbox()) {
                asked.add(Approver.inbox());
            }
            builder.approver(Approver.anyOf(asked.toArray(Approver[]::new)));
            openTelemetry.ifUnique(builder::openTelemetry);
            metrics.ifUnique(builder::metrics);
            List<PolicyDecisionPoint> also = decisionPoints.orderedStream().toList();
            if (!also.isEmpty()) {
                builder.decisionPoint(PolicyDecisionPoint.allOf(also));
            }
            workloads.forEach(builder::workload);
            sources.forEach(builder::credentialSource);
        };
    }
}
