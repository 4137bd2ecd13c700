/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import dev.taskbound.Secret;
import java.security.KeyStore;
import java.util.Objects;

/**
 * A certificate that the client presents in TLS (RFC 8705, 2).
 *
 * @param store holds exactly one private key, with its certificate chain
 * @param password of that key
 */
public record ClientCertificate(KeyStore store, Secret password) implements ClientAuthentication {
    public ClientCertificate {
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(password, "password");
    }

    /** Nothing of the key is shown. */
    @Override
    public String toString() {
        return "ClientCertificate[" + store.getType() + "]";
    }
}
