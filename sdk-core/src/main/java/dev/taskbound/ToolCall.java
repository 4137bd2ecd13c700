/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One call that a model proposes. The arguments are raw text until the guard has parsed and frozen them. */
public final class ToolCall {
    private final ToolDescriptor tool;
    private final @Nullable String arguments;
    private final @Nullable String id;
    private final @Nullable String purpose;

    private ToolCall(ToolDescriptor tool, @Nullable String arguments, @Nullable String id, @Nullable String purpose) {
        this.tool = Objects.requireNonNull(tool, "tool");
        this.arguments = arguments;
        this.id = id;
        this.purpose = purpose;
    }

    /**
     * @param tool what is to be called
     * @param arguments a JSON object as the model wrote it; null or blank means no arguments
     */
    public static ToolCall of(ToolDescriptor tool, @Nullable String arguments) {
        return new ToolCall(tool, arguments, null, null);
    }

    /** The model's own id of the call. Recorded; it identifies nothing. */
    public ToolCall withId(@Nullable String modelsCallId) {
        return new ToolCall(tool, arguments, modelsCallId, purpose);
    }

    /** The model's own stated reason. Recorded, never trusted. */
    public ToolCall withPurpose(@Nullable String statedReason) {
        return new ToolCall(tool, arguments, id, statedReason);
    }

    public ToolDescriptor tool() {
        return tool;
    }

    public @Nullable String arguments() {
        return arguments;
    }

    public Optional<String> id() {
        return Optional.ofNullable(id);
    }

    public Optional<String> purpose() {
        return Optional.ofNullable(purpose);
    }

    /** Names the tool; arguments and purpose are not shown. */
    @Override
    public String toString() {
        return "ToolCall[" + tool.key() + "]";
    }
}
