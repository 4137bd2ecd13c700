/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** What operators see in a Spring application: metrics, health, an Actuator endpoint. */
@NullMarked
package dev.taskbound.springai.observe;

import org.jspecify.annotations.NullMarked;
