/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.Principal;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Type;

/**
 * The guard of a replay: the real one, whose audit log ends with it and whose credentials are issued in this process,
 * because no tool of a replay reaches anything.
 */
final class ReplayGuard {
    /** Whom all tasks of a replay are done for. */
    static final Principal PRINCIPAL = Principal.verified("replay", "recorded-user");

    private static final int MOST_RECORDS = 10_000_000;

    private ReplayGuard() {}

    /** @throws BadInputException if the policy wants a credential source that is reached over the network */
    static ToolGuard of(Policy policy, Human human) {
        ToolGuardBuilder guard = ToolGuard.builder()
                .policy(policy)
                .audit(new InMemoryAuditSink(MOST_RECORDS))
                .approver(human);
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
