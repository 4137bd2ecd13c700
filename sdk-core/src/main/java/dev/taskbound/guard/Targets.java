/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.policy.ToolProfile;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a revocation can name to stop a task or a call: a task is stopped with any of its ancestors. */
final class Targets {
    private Targets() {}

    static List<Target> of(@Nullable Task task, @Nullable ToolProfile tool) {
        List<Target> targets = new ArrayList<>();
        targets.add(Target.EVERYTHING);
        for (Task each = task; each != null; each = each.parent()) {
            targets.add(new Target(Kind.TASK, each.id()));
            addWho(targets, each.agent(), each.intent(), each.tenant());
            each.subject().ifPresent(subject -> targets.add(new Target(Kind.PRINCIPAL, subject)));
        }
        if (tool != null) {
            targets.add(new Target(Kind.TOOL, tool.key()));
            targets.add(new Target(Kind.ACTION, tool.action().word()));
            String destination = tool.destination();
            if (destination != null) {
                targets.add(new Target(Kind.DESTINATION, destination));
            }
        }
        return targets;
    }

    static void addWho(List<Target> targets, String agent, String intent, String tenant) {
        targets.add(new Target(Kind.AGENT, agent));
        targets.add(new Target(Kind.INTENT, intent));
        targets.add(new Target(Kind.TENANT, tenant));
    }
}
