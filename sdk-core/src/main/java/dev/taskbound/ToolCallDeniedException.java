/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call, or the opening of a task, was refused: the tool did not run, or its result is withheld. The message is short
 * and safe to show to the model: it holds no argument, no secret, no text of the policy and no other exception's text.
 */
public final class ToolCallDeniedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ReasonCode reason;
    private final String text;
    private final @Nullable String reference;

    public ToolCallDeniedException(ReasonCode reason) {
        this(reason, null, null);
    }

    /**
     * @param hint what to do better, safe for the model: the place of a bad argument and what was expected there
     * @param reference an id to look the refusal up by, such as that of a pending approval; it is no capability
     */
    public ToolCallDeniedException(ReasonCode reason, @Nullable String hint, @Nullable String reference) {
        this.reason = reason;
        this.text = message(reason, hint, reference);
        this.reference = reference;
    }

    /** The reason code, a sentence, and the hint and reference if there are any. */
    @Override
    public String getMessage() {
        return text;
    }

    public ReasonCode reason() {
        return reason;
    }

    public Optional<String> reference() {
        return Optional.ofNullable(reference);
    }

    private static String message(ReasonCode reason, @Nullable String hint, @Nullable String reference) {
        Objects.requireNonNull(reason, "reason");
        StringBuilder text = new StringBuilder(reason.name()).append(": ").append(reason.text());
        if (hint != null) {
            text.append(' ').append(hint);
        }
        if (reference != null) {
            text.append(" (").append(reference).append(')');
        }
        return text.toString();
    }
}
