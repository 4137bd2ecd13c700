/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

/**
 * Found by {@link java.util.ServiceLoader} and asked when a guard is built: an integration says here that its automatic
 * hook is not the one in force, instead of letting calls pass unseen.
 */
public interface StartupCheck {
    /** @throws IllegalStateException saying what is wrong and how to mend it; the guard is then not built */
    void check();
}
