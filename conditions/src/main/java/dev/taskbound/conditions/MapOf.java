/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.Objects.requireNonNull;

record MapOf(ValueType value) implements ValueType {
    MapOf {
        requireNonNull(value, "value");
    }
}
