/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Workloads that SPIFFE gives their identity. */
@NullMarked
package dev.taskbound.spiffe;

import org.jspecify.annotations.NullMarked;
