/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.util.Locale;

/**
 * What a tool does to the system it reaches. Decides which identity asks for the credential and which scopes it gets.
 */
public enum Action {
    READ,
    WRITE,
    ADMIN;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The word that policy files, tokens, spans and audit records use: {@code read}, {@code write} or {@code admin}. */
    public String word() {
        return word;
    }
}
