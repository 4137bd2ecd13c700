/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** The worst that a fully hijacked model could do under each intent of a policy. */
@NullMarked
package dev.taskbound.cli.exposure;

import org.jspecify.annotations.NullMarked;
