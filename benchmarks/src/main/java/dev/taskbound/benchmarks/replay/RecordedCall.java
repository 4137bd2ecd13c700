/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;

/**
 * One call as it was made: all that the guard is told of it, and what its tool answers. What only a judge may know
 * ({@code harm}, {@code arg_sources}) has no place here.
 *
 * @param arguments as JSON text
 */
record RecordedCall(ToolDescriptor tool, String arguments, Answer answer) {
    ToolCall toolCall() {
        return ToolCall.of(tool, arguments);
    }
}
