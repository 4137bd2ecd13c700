/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.json;

import org.jspecify.annotations.Nullable;

/** One compiled keyword of a schema. */
@FunctionalInterface
interface Keyword {

    /** The first violation as a message that holds no values; null if there is none. */
    @Nullable
    String violation(@Nullable Object value, Evaluation at);
}
