/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Action;
import dev.taskbound.Task;
import dev.taskbound.policy.Destination;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the guard asks a source for: the least that one call needs.
 *
 * @param task whom it is for and who acts
 * @param tool the tool's key
 * @param action what the tool does
 * @param destination where the credential will be presented
 * @param control the control arguments and their frozen values
 * @param callDigest ties approval, audit record and token together
 * @param deadline when the answer is of no more use
 */
public record CredentialRequest(
        Task task,
        String tool,
        Action action,
        Destination destination,
        Map<String, @Nullable Object> control,
        String callDigest,
        Instant deadline) {
    public CredentialRequest {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(destination, "destination");
        Objects.requireNonNull(callDigest, "callDigest");
        Objects.requireNonNull(deadline, "deadline");
    }

    /** Names task, tool and destination; control values are not shown. */
    @Override
    public String toString() {
        return "CredentialRequest[" + task.id() + " " + tool + " -> " + destination.name() + "]";
    }
}
