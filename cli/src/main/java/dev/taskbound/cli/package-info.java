/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** The commands for whoever writes or reviews a policy. */
@NullMarked
package dev.taskbound.cli;

import org.jspecify.annotations.NullMarked;
