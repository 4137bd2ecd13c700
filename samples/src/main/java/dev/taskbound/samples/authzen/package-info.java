/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** A decision point of one's own: asking an authorization server in the form of AuthZEN. */
@NullMarked
package dev.taskbound.samples.authzen;

import org.jspecify.annotations.NullMarked;
