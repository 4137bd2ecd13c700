/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Where a task begins in a Spring application: an annotation, or a line of code. */
@NullMarked
package dev.taskbound.springai.task;

import org.jspecify.annotations.NullMarked;
