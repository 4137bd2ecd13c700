/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import java.util.List;

/** A file of cases that cannot be used, with every mistake in it, one a line: {@code file:line: found …, expected …}. */
public final class PolicyTestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyTestException(List<String> mistakes) {
        super(String.join("\n", mistakes));
    }
}
