/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Reading what a policy's file says. */
@NullMarked
package dev.taskbound.cli.document;

import org.jspecify.annotations.NullMarked;
