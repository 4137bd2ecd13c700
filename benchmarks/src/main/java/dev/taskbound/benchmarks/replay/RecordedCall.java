/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolDescriptor;

/**
 * One call as it was made: all that the guard is told of it, and what its tool answers. What only a judge may know
 * ({@code harm}, {@code arg_sources}) has no place here.
 *
 * @param arguments as JSON text
 */
record RecordedCall(ToolDescriptor tool, String arguments, Answer answer) {
    private static final ObjectMapper JSON = new ObjectMapper();

    ToolCall toolCall() {
        return ToolCall.of(tool, arguments);
    }

    /** The arguments, in an object of the caller's own. */
    ObjectNode json() {
        try {
            return (ObjectNode) JSON.readTree(arguments);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
