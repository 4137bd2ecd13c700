/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** The page where people decide about calls that wait. */
@NullMarked
package dev.taskbound.springai.inbox;

import org.jspecify.annotations.NullMarked;
