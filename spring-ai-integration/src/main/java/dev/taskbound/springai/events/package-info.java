/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Where security events arrive that an identity provider pushes. */
@NullMarked
package dev.taskbound.springai.events;

import org.jspecify.annotations.NullMarked;
