/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.Principal;
import dev.taskbound.audit.FileAuditSink;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.guard.ArgumentRecording;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Type;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The guard of a replay: the real one, whose audit log ends with it and whose credentials are issued in this process,
 * because no tool of a replay reaches anything.
 */
final class ReplayGuard {
    /** Whom all tasks of a replay are done for. */
    static final Principal PRINCIPAL = Principal.verified("replay", "recorded-user");

    private static final int LONGEST_RECORDED = 10_000;
    private static final int MOST_RECORDS = 10_000_000;

    private ReplayGuard() {}

    /** @throws BadInputException if the policy wants a credential source that is reached over the network */
    static ToolGuard of(Policy policy, Human human) {
        return build(
                policy,
                ToolGuard.builder()
                        .policy(policy)
                        .audit(new InMemoryAuditSink(MOST_RECORDS))
                        .approver(human));
    }

    /** One whose records, arguments included, stay in a file. */
    static ToolGuard recording(Policy policy, Human human, Path audit) throws IOException {
        return build(
                policy,
                ToolGuard.builder()
                        .policy(policy)
                        .audit(FileAuditSink.open(audit))
                        .recordArguments(ArgumentRecording.upTo(LONGEST_RECORDED))
                        .approver(human));
    }

    private static ToolGuard build(Policy policy, ToolGuardBuilder guard) {
        policy.sources().values().forEach(source -> guard.credentialSource(source.name(), offline(source)));
        return guard.build();
    }

    private static EmbeddedIssuer offline(SourceConfig source) {
        if (source.type() == Type.EMBEDDED || source.type() == Type.CUSTOM) {
            return EmbeddedIssuer.builder().allowNonLoopbackDestinations().build();
        }
        throw new BadInputException("policy: sources." + source.name()
                + ": found a source that is reached over the network, expected type embedded or custom: a replay"
                + " reaches none");
    }
}
