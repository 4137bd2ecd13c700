/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with one file. */
final class Mistakes {
    private final String file;
    private final List<String> found = new ArrayList<>();

    Mistakes(String file) {
        this.file = file;
    }

    /** Once, however many cases share what is wrong. */
    void add(int line, String message) {
        String mistake = file + ":" + line + ": " + message;
        if (!found.contains(mistake)) {
            found.add(mistake);
        }
    }

    PolicyTestException stop(int line, String message) {
        add(line, message);
        return new PolicyTestException(found);
    }

    /** @throws PolicyTestException if anything was found */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new PolicyTestException(found);
        }
    }
}
