/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.approval.Ask;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.approval.PlainText;
import dev.taskbound.internal.json.Digests;
import dev.taskbound.origin.Origins;
import dev.taskbound.policy.Obligation;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes of a frozen call what a store keeps and a human reads. */
final class CallToHold {
    private static final String GRANT = "taskbound-grant-v2\0";
    private static final int LONGEST_TEXT = 500;

    private final TaskScope scope;
    private final ToolCall call;
    private final FrozenCall frozen;
    private final PolicyInForce policy;

    CallToHold(TaskScope scope, ToolCall call, FrozenCall frozen, PolicyInForce policy) {
        this.scope = scope;
        this.call = call;
        this.frozen = frozen;
        this.policy = policy;
    }

    HeldCall held(
            String callId,
            Collection<Obligation.Approval> wanted,
            String basis,
            Map<String, BigDecimal> charges,
            Map<String, BigDecimal> counts,
            @Nullable String traceparent,
            Instant now) {
        return new HeldCall(
                Ids.next(),
                callId,
                frozen.digest(),
                frozen.tool().digest(),
                policy.policy().name(),
                policy.policy().version(),
                basis,
                withoutToken(scope.task()),
                frozen.tool().profile(),
                frozen.canonical(),
                text(),
                call.purpose().orElse(null),
                origins(),
                scope.origins().trail(frozen.arguments()),
                charges,
                counts,
                wanted.stream().map(each -> ask(each, now)).toList(),
                traceparent,
                now,
                HeldCall.Status.WAITING,
                null,
                null);
    }

    private Ask ask(Obligation.Approval wanted, Instant now) {
        Instant expires = now.plus(wanted.within());
        Instant deadline = scope.task().deadline();
        return new Ask(
                wanted.by(),
                wanted.rule(),
                expires.isBefore(deadline) ? expires : deadline,
                wanted.remember(),
                grantKey(wanted),
                null);
    }

    /** What a remembered decision is good for, and nothing else. */
    String grantKey(Obligation.Approval wanted) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("task", scope.task().id());
        named.put("tool", frozen.tool().profile().key());
        named.put("toolDigest", frozen.tool().digest());
        named.put("by", wanted.by());
        named.put("rule", wanted.rule());
        named.put("policy", policy.policy().version());
        named.put("values", values(wanted.because()));
        return Digests.sha256(GRANT, named);
    }

    private Map<String, @Nullable Object> values(Set<String> because) {
        List<String> control = frozen.tool().profile().control();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(frozen.arguments());
        if (!control.isEmpty()) {
            values.keySet().removeIf(name -> !control.contains(name) && !because.contains(name));
        }
        return values;
    }

    private Map<String, List<String>> origins() {
        Origins seen = scope.origins().snapshot();
        Map<String, List<String>> origins = new TreeMap<>();
        frozen.arguments()
                .forEach((name, value) ->
                        origins.put(name, seen.of(value).stream().sorted().toList()));
        return origins;
    }

    private String text() {
        ToolProfile tool = frozen.tool().profile();
        return tool.describeTemplate()
                .map(template -> PlainText.describe(template, frozen.arguments()))
                .orElseGet(() -> tool.key() + " " + PlainText.printable(frozen.canonical(), LONGEST_TEXT));
    }

    /** What waits for a human may lie in a database: no token goes there. */
    static Task withoutToken(Task task) {
        Principal principal = task.principal();
        Task parent = task.parent();
        return new Task(
                task.id(),
                task.intent(),
                task.agent(),
                task.tenant(),
                principal == null
                        ? null
                        : Principal.verified(principal.verifiedBy(), principal.subject())
                                .withRoles(principal.roles()),
                task.parameters(),
                task.modelParameters(),
                parent == null ? null : withoutToken(parent),
                task.openedAt(),
                task.deadline());
    }
}
