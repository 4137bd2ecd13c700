/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

/** There is no policy where one is looked for, and without one nothing may run. */
final class PolicyMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String location;

    PolicyMissingException(String location) {
        super("there is no policy at " + location);
        this.location = location;
    }

    String location() {
        return location;
    }
}
