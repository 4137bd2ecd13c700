/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */

/** How messages speak of what people write: shown harmlessly, with what was probably meant. Not an API. */
@NullMarked
package dev.taskbound.internal.text;

import org.jspecify.annotations.NullMarked;
