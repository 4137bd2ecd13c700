/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.internal.json.Digests;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.ToolProfile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an approval rests on: all that the policy says of a call but its place in a file. The digest is the same in every
 * process, so that it can be compared after a restart.
 */
final class Basis {
    private static final String PREFIX = "taskbound-basis-v1\0";

    private Basis() {}

    static String of(PolicyInForce policy, FrozenCall frozen, Verdict verdict) {
        ToolProfile tool = frozen.tool().profile();
        String destination = tool.destination();
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("tool", tool(tool));
        all.put(
                "destination",
                destination == null
                        ? null
                        : destination(policy.policy().destinations().get(destination)));
        all.put("asks", List.copyOf(verdict.approvals().keySet()));
        all.put("limits", limits(verdict));
        return Digests.sha256(PREFIX, all);
    }

    private static Map<String, @Nullable Object> tool(ToolProfile tool) {
        Map<String, String> arguments = new TreeMap<>();
        tool.arguments().forEach((name, type) -> arguments.put(name, type.word()));
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("key", tool.key());
        said.put("action", tool.action().word());
        said.put("destination", tool.destination());
        said.put("arguments", arguments);
        said.put("control", tool.control());
        said.put("trusted", tool.trustedResult());
        said.put("labels", tool.labels().stream().sorted().toList());
        said.put("describe", tool.describe());
        return said;
    }

    private static @Nullable Object destination(@Nullable Destination destination) {
        if (destination == null) {
            return null;
        }
        Map<String, String> scopes = new TreeMap<>();
        destination.scopes().forEach((action, scope) -> scopes.put(action.word(), scope));
        Map<String, @Nullable Object> said = new LinkedHashMap<>();
        said.put("name", destination.name());
        said.put("hosts", destination.hosts());
        said.put("source", destination.source());
        said.put("audience", destination.audience());
        said.put("owner", destination.owner());
        said.put("domain", destination.domain());
        said.put("scopes", scopes);
        said.put("ttl", destination.ttl().toString());
        said.put("trace", destination.trace().name());
        said.put("private", destination.privateAddresses());
        return said;
    }

    private static List<Object> limits(Verdict verdict) {
        List<Object> limits = new ArrayList<>();
        new TreeMap<>(verdict.limits()).forEach((task, limit) -> {
            Map<String, String> sums = new TreeMap<>();
            limit.sums()
                    .forEach((argument, most) ->
                            sums.put(argument, most.stripTrailingZeros().toPlainString()));
            Map<String, @Nullable Object> said = new LinkedHashMap<>();
            said.put("task", task);
            said.put("count", limit.count());
            said.put("sums", sums);
            limits.add(said);
        });
        return limits;
    }
}
