/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

/**
 * What was sent to a token endpoint, and what it answered.
 *
 * @param form the request that this is the answer to
 */
record Asked(TokenForm form, JsonAnswer answer) {}
