/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Action;
import dev.taskbound.policy.Destination;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code authorization_details} (RFC 9396) of a request: one {@code tool_call}, or one {@code task_access} where the
 * policy lets the reads of a task share a credential.
 */
final class AskedDetails {
    static final String TASK_ACCESS = "task_access";

    private AskedDetails() {}

    /** Whether the credential may serve other calls of the same task, destination and action. */
    static boolean isShared(CredentialRequest request) {
        return request.destination().reuse() == Destination.Reuse.TASK && request.action() == Action.READ;
    }

    static List<Map<String, @Nullable Object>> of(CredentialRequest request) {
        if (!isShared(request)) {
            return ToolCallDetail.of(request).toJson();
        }
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("type", TASK_ACCESS);
        entry.put("locations", List.of(request.destination().audience()));
        entry.put("actions", List.of(request.action().word()));
        ToolCallDetail.of(request).addTasks(entry);
        return List.of(entry);
    }
}
