/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Cases that say what a policy decides, and their run through the real guard with tools that only pretend. */
@NullMarked
package dev.taskbound.policytest;

import org.jspecify.annotations.NullMarked;
