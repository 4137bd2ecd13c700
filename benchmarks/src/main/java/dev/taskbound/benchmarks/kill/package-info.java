/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** How long it takes the kill switch to silence many calls at once. */
@NullMarked
package dev.taskbound.benchmarks.kill;

import org.jspecify.annotations.NullMarked;
