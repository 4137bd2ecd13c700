/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** For the services behind tools: what lets only verified tool calls through. */
@NullMarked
package dev.taskbound.service;

import org.jspecify.annotations.NullMarked;
