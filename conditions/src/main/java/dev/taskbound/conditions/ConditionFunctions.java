/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions that conditions may call besides CEL's own, answered anew for each evaluation.
 *
 * <p>Arguments arrive as plain Java values: {@link String}, {@link Long}, {@link Double}, {@link Boolean},
 * {@link java.time.Instant}, {@link java.time.Duration}, {@link List}, {@link java.util.Map} or {@code null}, coerced to
 * their declared types. An exception thrown here ends the evaluation with a {@link ConditionException} that has it as
 * its cause.
 */
public interface ConditionFunctions {

    /** {@code known(value)}: whether the task knows where this value came from. */
    boolean known(@Nullable Object value);

    /** {@code origins(value)}: the names of the origins of this value, empty if there are none. */
    List<String> origins(@Nullable Object value);

    /** {@code entities(value)}: links, addresses, telephone and account numbers in a text, or in the texts of a list. */
    List<String> entities(@Nullable Object value);

    /** {@code label('pii')}: whether the task has been given a result with this label. */
    boolean label(String label);

    /** {@code label(value, 'pii')}: whether a result with this label held the value, or something in it. */
    boolean label(@Nullable Object value, String label);
}
