/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.jdbc;

/** What is in the database is not what was put there. Names the place and what is wrong; no content. */
final class TamperedException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    TamperedException(Seal.Place place, String what) {
        this(place.toString(), what);
    }

    TamperedException(String place, String what) {
        super("the approval store was changed from outside: " + place + ": " + what);
    }
}
