/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.credential.CredentialSources;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.JsonSchema;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.policy.ToolPin;
import dev.taskbound.policy.ToolProfile;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * One version of the policy with the tools first seen under it. A call decides on one of these from its first step to
 * its permit. The tool first seen under a key is the tool of that key until the policy changes: another description,
 * schema or implementation under the same key is refused.
 */
final class PolicyInForce {
    private final Policy policy;
    private final PolicyDecisionPoint decisionPoint;
    private final CredentialSources sources;
    private final Instant since;
    private final boolean byRules;
    private final Map<String, KnownTool> tools = new ConcurrentHashMap<>();

    /** @param byRules whether the policy's own rules decide, alone or with another decision point */
    PolicyInForce(
            Policy policy,
            PolicyDecisionPoint decisionPoint,
            CredentialSources sources,
            Instant since,
            boolean byRules) {
        this.since = since;
        this.byRules = byRules;
        this.policy = policy;
        this.decisionPoint = decisionPoint;
        this.sources = sources;
    }

    Policy policy() {
        return policy;
    }

    PolicyDecisionPoint decisionPoint() {
        return decisionPoint;
    }

    /** When it was put into force. */
    Instant since() {
        return since;
    }

    boolean byRules() {
        return byRules;
    }

    CredentialSources sources() {
        return sources;
    }

    /** The profile of a tool that the policy lists. */
    Optional<ToolProfile> profile(ToolDescriptor descriptor) {
        return policy.tool(descriptor.key());
    }

    Looked look(ToolDescriptor descriptor) {
        ToolProfile profile = policy.tool(descriptor.key()).orElse(null);
        if (profile == null) {
            return new Looked(null, Refusal.of(ReasonCode.UNKNOWN_TOOL, "the policy lists no such tool"));
        }
        KnownTool known = tools.get(profile.key());
        if (known == null) {
            try {
                KnownTool seen = know(descriptor, profile);
                Refusal changed = unreviewed(seen);
                if (changed != null) {
                    return new Looked(null, changed);
                }
                KnownTool earlier = tools.putIfAbsent(profile.key(), seen);
                known = earlier == null ? seen : earlier;
            } catch (JsonRefusedException | IllegalArgumentException e) {
                // Also a name or description that is no well-formed text: such a tool has no digest.
                return new Looked(null, Refusal.of(ReasonCode.TOOL_CHANGED, "its description cannot be pinned"));
            }
        }
        return known.isSameAs(descriptor)
                ? new Looked(known, null)
                : new Looked(null, Refusal.of(ReasonCode.TOOL_CHANGED, "another tool is known under this key"));
    }

    private KnownTool know(ToolDescriptor descriptor, ToolProfile profile) throws JsonRefusedException {
        Map<String, @Nullable Object> schema = StrictJson.parseObject(descriptor.schema(), JsonLimits.RESULTS);
        String digest = ToolPin.digest(descriptor.key(), descriptor.description(), schema);
        return new KnownTool(
                descriptor,
                profile,
                JsonSchema.compile(schema),
                digest,
                byRules ? policy.conditionProblems(descriptor.key(), descriptor.schema()) : Map.of());
    }

    /** Where the lock pins tools, one that it does not pin was not reviewed. */
    private @Nullable Refusal unreviewed(KnownTool seen) {
        PolicyLock lock = policy.lock().filter(PolicyLock::pinsTools).orElse(null);
        if (lock == null) {
            return null;
        }
        ToolPin pin = lock.tools().get(seen.profile().key());
        if (pin == null) {
            return Refusal.of(ReasonCode.TOOL_CHANGED, "the lock file does not pin it");
        }
        return pin.digest().equals(seen.digest())
                ? null
                : Refusal.of(ReasonCode.TOOL_CHANGED, "its description or schema is not the one that was reviewed");
    }

    /** Exactly one of the two is there. */
    record Looked(@Nullable KnownTool tool, @Nullable Refusal refusal) {}
}
