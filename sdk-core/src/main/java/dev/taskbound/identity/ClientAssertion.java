/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import dev.taskbound.Secret;
import java.util.Objects;

/**
 * A signed statement about the client (RFC 7521, 4.2).
 *
 * @param type the {@code client_assertion_type}
 * @param value the assertion
 */
public record ClientAssertion(String type, Secret value) implements ClientAuthentication {
    /** RFC 7523, 2.2. */
    public static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** A SPIFFE JWT-SVID (draft-ietf-oauth-spiffe-client-auth-02). */
    public static final String JWT_SPIFFE = "urn:ietf:params:oauth:client-assertion-type:jwt-spiffe";

    public ClientAssertion {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
    }
}
