/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;

/**
 * What is presented as {@code actor_token} (RFC 8693, 2.1).
 *
 * @param name how the server knows the actor by it
 */
record Actor(Secret token, String type, String name) {}
