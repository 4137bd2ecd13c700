/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import org.jspecify.annotations.Nullable;

/** A failure of ours on its way through the CEL runtime, whose message holds no value. */
final class EvaluationFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    EvaluationFailure(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }

    static EvaluationFailure expected(String what, String path) {
        return new EvaluationFailure("'" + path + "' is not " + what, null);
    }
}
