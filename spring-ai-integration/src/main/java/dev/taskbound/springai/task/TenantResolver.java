/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

/**
 * The tenant of the work at hand, from something the application has verified: never from a header that a caller chooses.
 * Without a bean of this type tasks have no tenant. Thread-safe; asked on the thread that opens the task.
 */
@FunctionalInterface
public interface TenantResolver {
    /** Empty for none. */
    String tenant();
}
