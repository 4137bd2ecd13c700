/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.parts;

/** Something real that a test needs and a machine may not have. Has a constructor without parameters. */
public interface Part {
    /** Names it in {@code -Dtaskbound.require=} and in the summary: lower case, with hyphens. */
    String name();

    /** What to do where it is missing, in a few words. */
    String install();

    /**
     * Starts it, uses it and stops it again: that something of its name lies about proves nothing.
     *
     * @throws Exception if it is missing or does not work
     */
    void probe() throws Exception;
}
