/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import dev.taskbound.Secret;
import java.util.Objects;

/**
 * A shared secret, sent with HTTP Basic (RFC 6749, 2.3.1). For development: whoever has seen it once can be this client
 * for as long as it lives.
 *
 * @param value the secret
 */
public record ClientSecret(Secret value) implements ClientAuthentication {
    public ClientSecret {
        Objects.requireNonNull(value, "value");
    }
}
