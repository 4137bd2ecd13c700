/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.Objects.requireNonNull;

record ListOf(ValueType element) implements ValueType {
    ListOf {
        requireNonNull(element, "element");
    }
}
