/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** The narrowest policy under which recorded tasks pass. */
@NullMarked
package dev.taskbound.cli.learn;

import org.jspecify.annotations.NullMarked;
