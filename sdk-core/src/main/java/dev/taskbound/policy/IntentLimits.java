/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.time.Duration;

/**
 * The limits of a task under an intent.
 *
 * @param calls tool calls in all
 * @param writes calls whose action is write or admin
 * @param denials refused calls after which the task is suspended
 * @param depth how deep child tasks may nest below it
 * @param duration the longest life of the task
 */
public record IntentLimits(long calls, long writes, long denials, int depth, Duration duration) {}
