/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Guards the tool calls of Spring AI: automatically, by what auto-configuration puts in place, and explicitly for code
 * that drives tools itself.
 */
@NullMarked
package dev.taskbound.springai;

import org.jspecify.annotations.NullMarked;
