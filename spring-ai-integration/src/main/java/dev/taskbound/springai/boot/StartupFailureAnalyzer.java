/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.policy.PolicyException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;

/** Tells a developer what to write where the policy is missing, and what to mend where it or the audit log is wrong. */
final class StartupFailureAnalyzer implements FailureAnalyzer {
    private final BeanFactory beans;
    private final Environment environment;

    StartupFailureAnalyzer(BeanFactory beans, Environment environment) {
        this.beans = beans;
        this.environment = environment;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof PolicyMissingException missing) {
                return missing(missing);
            }
            if (each instanceof PolicyException wrong) {
                return new FailureAnalysis(
                        "The Taskbound policy, or a file beside it, has mistakes:\n\n" + wrong.getMessage(),
                        "Mend them; docs/policy.md explains every key and message, docs/revocation.md those of a revocation"
                                + " file. Until then nothing may run.",
                        wrong);
            }
            if (each instanceof InboxException inbox) {
                return new FailureAnalysis(inbox.getMessage() + ".", inbox.action(), inbox);
            }
            if (each instanceof ApprovalStoreException store) {
                return new FailureAnalysis(store.getMessage() + ".", store.action(), store);
            }
            if (each instanceof RevocationOutboxException outbox) {
                return new FailureAnalysis(outbox.getMessage() + ".", RevocationOutboxException.ACTION, outbox);
            }
            if (each instanceof AuditFileException unusable) {
                return new FailureAnalysis(
                        unusable.getMessage()
                                + ". What cannot be recorded is denied, so the application does not start.",
                        "Set taskbound.audit.file to a file in a directory that exists, for this process alone. Where one"
                                + " process has several application contexts, as tests do, give each its own:"
                                + " taskbound.audit.file=target/audit-${random.uuid}.jsonl",
                        unusable);
            }
        }
        return null;
    }

    private FailureAnalysis missing(PolicyMissingException missing) {
        String example = ExamplePolicy.of(
                environment.getProperty("taskbound.agent", environment.getProperty("spring.application.name", "")),
                beans instanceof ListableBeanFactory all ? ToolNames.in(all) : List.of());
        return new FailureAnalysis(
                "Taskbound guards the tool calls of this application, and there is no policy at " + missing.location()
                        + ". What no policy allows is denied, so the application does not start without one.",
                "Write " + file(missing.location()) + ", say:\n\n" + example.indent(2)
                        + "\nSet taskbound.policy if it is elsewhere, or taskbound.enabled=false to go without the guard.",
                missing);
    }

    private static String file(String location) {
        String prefix = "classpath:";
        return location.startsWith(prefix) ? "src/main/resources/" + location.substring(prefix.length()) : location;
    }
}
