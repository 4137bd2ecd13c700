/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

/**
 * The agent that acts, as the policy's {@code agents} name it. Without a bean of this type it is the property {@code
 * taskbound.agent}, and without that the application's name. Thread-safe; asked on the thread that opens the task.
 */
@FunctionalInterface
public interface AgentResolver {
    String agent();
}
