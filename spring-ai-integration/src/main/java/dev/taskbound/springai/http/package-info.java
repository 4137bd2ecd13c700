/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Spring's HTTP clients for tools, on top of {@link dev.taskbound.http.GuardedHttp}. */
@NullMarked
package dev.taskbound.springai.http;

import org.jspecify.annotations.NullMarked;
