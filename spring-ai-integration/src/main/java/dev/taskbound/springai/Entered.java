/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

/** What was made current on this thread; closing puts back what was there before. */
interface Entered extends AutoCloseable {
    @Override
    void close();
}
