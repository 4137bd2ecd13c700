/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.Digests;
import dev.taskbound.policy.ToolProfile;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call whose arguments will not change any more.
 *
 * @param canonical the arguments as canonical JSON (RFC 8785): what was checked and what the tool receives
 * @param digest names exactly this call
 */
record FrozenCall(KnownTool tool, Map<String, @Nullable Object> arguments, String canonical, String digest) {
    private static final String PREFIX = "taskbound-call-v1\0";

    static FrozenCall of(Task task, KnownTool tool, Map<String, @Nullable Object> arguments) {
        ToolProfile profile = tool.profile();
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        named.put("tenant", task.tenant());
        named.put("task", task.id());
        named.put("principal", task.subject().orElse(null));
        named.put("agent", task.agent());
        named.put("intent", task.intent());
        named.put("tool", profile.key());
        named.put("toolDigest", tool.digest());
        named.put("destination", profile.destination());
        named.put("action", profile.action().word());
        named.put("args", arguments);
        return new FrozenCall(tool, arguments, CanonicalJson.write(arguments), Digests.sha256(PREFIX, named));
    }

    /** The control arguments that this call gives, with their frozen values. */
    Map<String, @Nullable Object> control() {
        Map<String, @Nullable Object> control = new LinkedHashMap<>();
        for (String name : tool.profile().control()) {
            if (arguments.containsKey(name)) {
                control.put(name, arguments.get(name));
            }
        }
        return control;
    }
}
