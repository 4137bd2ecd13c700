/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

/**
 * A value that was found in a text by its shape.
 *
 * @param from where it begins
 * @param to where it ends, exclusive
 * @param form the form in which it is compared
 */
record Entity(Kind kind, int from, int to, String form) {
    enum Kind {
        URL,
        EMAIL,
        ACCOUNT,
        PHONE,
        MOMENT,
        DAY,
        TIME,
        AMOUNT,
        NUMBER,
        ADDRESS,
        PERCENT
    }

    String in(String text) {
        return text.substring(from, to);
    }
}
