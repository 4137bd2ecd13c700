/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where values of a task came from, as far as the guard has seen. A snapshot: it answers alike for as long as a decision
 * takes. Values are compared whole and normalised, never as substrings.
 */
public interface Origins {
    /**
     * Whether the value was seen in a trusted origin. A list is known when each element is; null, {@code ""}, an empty list
     * and an object never are.
     */
    boolean known(@Nullable Object value);

    /**
     * The trusted origins that hold the value, of a list those that hold every element: {@code statement}, {@code
     * parameter.<name>}, {@code result.<tool>}.
     */
    Set<String> of(@Nullable Object value);

    /** Labels of all results that the task, or a child of it, has been given. */
    Set<String> labelsSeen();

    /** Labels of the results that held this very value or, of a list or an object, any value or name in it. */
    Set<String> labels(@Nullable Object value);
}
