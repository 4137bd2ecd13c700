/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Conditions of a policy: boolean CEL expressions, type-checked when they are compiled and bounded when they are
 * evaluated. No type of the CEL library or of its dependencies is in this API.
 */
@NullMarked
package dev.taskbound.conditions;

import org.jspecify.annotations.NullMarked;
