/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Action;
import dev.taskbound.Secret;
import java.time.Duration;

/** A role that is about to be made. */
record NewRole(String name, Secret password, Action action, Duration life, int connections) {}
