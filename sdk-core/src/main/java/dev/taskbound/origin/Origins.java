/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where values of a task came from, as far as the guard has seen. A snapshot: it answers alike for as long as a decision
 * takes. Values are compared whole and normalised, never as substrings.
 */
public interface Origins {
    /**
     * Whether the value was seen in a trusted origin. A list is known when each element is, also as JSON text or as
     * addresses with commas between them; an object where a trusted result held it as it is, and each value in it is
     * known; null, {@code ""} and what is empty never are.
     */
    boolean known(@Nullable Object value);

    /**
     * The trusted origins that hold the value, of a list those that hold every element: {@code statement}, {@code
     * parameter.<name>}, {@code result.<tool>}.
     */
    Set<String> of(@Nullable Object value);

    /**
     * As {@link #of}, with the field for what a structured result held: {@code result.<tool>#customer.iban}. Positions in
     * lists are left out.
     */
    default Set<String> fields(@Nullable Object value) {
        return of(value);
    }

    /** Labels of all results that the task, or a child of it, has been given. */
    Set<String> labelsSeen();

    /**
     * Labels of the results that held this very value or, of a text, a list or an object, any value or name in it. Within
     * text, values are found whatever stands between their words, in either case, and through percent-encoding and Base64.
     */
    Set<String> labels(@Nullable Object value);

    /** Whether something that the task has seen is not in it, because it did not fit: then it is unknown. */
    default boolean haveForgotten() {
        return false;
    }

    /** Links, mail addresses, telephone and account numbers in a text, or in the texts of a list or an object. */
    static List<String> entities(@Nullable Object value) {
        return ContentEntities.in(value);
    }

    /** Of {@link #entities}, those that are not known, as they stand in the text. */
    default List<String> unknownEntities(@Nullable Object value) {
        return entities(value).stream().filter(entity -> !known(entity)).toList();
    }
}
