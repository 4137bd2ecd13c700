/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** What is to be reviewed anew, and the lock file that says that it was. */
@NullMarked
package dev.taskbound.cli.lock;

import org.jspecify.annotations.NullMarked;
