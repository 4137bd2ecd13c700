/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
/** Leases of HashiCorp Vault or OpenBao: database logins for each call, and secrets that are kept there. */
@NullMarked
package dev.taskbound.credential.vault;

import org.jspecify.annotations.NullMarked;
