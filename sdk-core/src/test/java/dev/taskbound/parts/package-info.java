/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Real parts that tests need (a process, the network, recorded work): found by starting them, skipped where they are
 * missing, required where that is asked for. docs/testing.md describes it.
 */
@NullMarked
package dev.taskbound.parts;

import org.jspecify.annotations.NullMarked;
