/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package dev.taskbound.benchmarks.issuer;

import org.jspecify.annotations.NullMarked;
