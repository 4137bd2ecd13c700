/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The types a policy can declare for an intent's parameters and a tool's arguments. */
public enum ParameterType {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    LIST,
    OBJECT;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word in the policy file. */
    public String word() {
        return word;
    }

    static Optional<ParameterType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
