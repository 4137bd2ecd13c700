/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Auto-configuration: one dependency and one policy file. */
@NullMarked
package dev.taskbound.springai.boot;

import org.jspecify.annotations.NullMarked;
