/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

import dev.taskbound.approval.ApprovalCaps;
import dev.taskbound.approval.ApprovalStore.Audience;
import dev.taskbound.approval.Ask;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.internal.seal.Members;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that waits, as far as it stands in clear.
 *
 * @param groups whose decision is outstanding
 */
record Waiting(String id, String task, String principal, String owner, List<String> groups) {
    static Waiting of(String id, String task, String principal, String owner, String groups) {
        try {
            return new Waiting(
                    id, task, principal, owner, Members.asTexts(StrictJson.parse(groups, JsonLimits.ARGUMENTS)));
        } catch (JsonRefusedException | IllegalArgumentException e) {
            // It counts, and is shown to nobody; whoever opens it finds that it was tampered with.
            return new Waiting(id, task, principal, owner, List.of());
        }
    }

    /** @param subject the audience's pseudonym */
    boolean mayBeFor(Audience audience, String subject) {
        return groups.stream()
                .anyMatch(group -> group.equals(Ask.PRINCIPAL)
                        ? principal.equals(subject)
                        : audience.groups().contains(group));
    }

    /** What is full with these waiting, if one more is to wait; null if nothing is. */
    static @Nullable String full(Waiting one, ApprovalCaps caps, List<Waiting> waiting) {
        if (waiting.stream().filter(each -> each.task.equals(one.task)).count() >= caps.perTask()) {
            return "task";
        }
        if (waiting.stream().filter(each -> each.owner.equals(one.owner)).count() >= caps.perPrincipal()) {
            return "principal";
        }
        boolean group = one.groups.stream()
                .anyMatch(each ->
                        waiting.stream().filter(other -> other.asks(each, one)).count() >= caps.perGroup());
        return group ? "group" : null;
    }

    private boolean asks(String group, Waiting like) {
        return groups.contains(group) && (!group.equals(Ask.PRINCIPAL) || owner.equals(like.owner));
    }
}
