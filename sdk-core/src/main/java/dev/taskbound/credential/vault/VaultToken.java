/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.Secret;
import java.time.Instant;

/**
 * One login at Vault.
 *
 * @param expiresAt when it dies by itself, and what was leased under it with it
 */
record VaultToken(Secret value, Instant expiresAt) {}
