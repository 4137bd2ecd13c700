/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import java.util.Map;

record RecordOf(Map<String, ValueType> fields) implements ValueType {
    RecordOf {
        fields = Map.copyOf(fields);
    }
}
