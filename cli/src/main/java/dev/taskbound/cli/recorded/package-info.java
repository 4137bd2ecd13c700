/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Tasks and calls as an audit log holds them, and what a policy decides about them. */
@NullMarked
package dev.taskbound.cli.recorded;

import org.jspecify.annotations.NullMarked;
