/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Revocations that come from outside: security events (Shared Signals, CAEP) that an identity provider pushes. */
@NullMarked
package dev.taskbound.revocation;

import org.jspecify.annotations.NullMarked;
