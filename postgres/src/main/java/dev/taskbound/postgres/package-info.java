/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** A PostgreSQL role for each call, and the {@code DataSource} with which a tool uses it. */
@NullMarked
package dev.taskbound.postgres;

import org.jspecify.annotations.NullMarked;
