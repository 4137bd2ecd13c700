/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

/**
 * What one validation may cost. A schema may come from a hostile server, and a few lines of it can ask for exponential
 * work; a validation that runs out ends at once, since inside {@code not} a mere violation would turn into its opposite.
 */
final class Work {

    static final int DEEPEST = 256;
    private static final long MOST_STEPS = 500_000;

    private long steps;

    void spend(long more) {
        steps += more;
        if (steps > MOST_STEPS) {
            throw new ExhaustedException();
        }
    }

    void requireDepth(int depth) {
        if (depth > DEEPEST) {
            throw new ExhaustedException();
        }
    }

    /** Ends the validation; never leaves {@link JsonSchema}. */
    static final class ExhaustedException extends RuntimeException {

        ExhaustedException() {
            super("validation exhausted its work", null, false, false);
        }
    }
}
