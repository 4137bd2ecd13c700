/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import dev.taskbound.Secret;
import java.util.Objects;

/**
 * What a client presents to authenticate itself.
 *
 * @param type the {@code client_assertion_type}
 * @param value the assertion
 */
public record ClientAssertion(String type, Secret value) {
    /** RFC 7523, 2.2. */
    public static final String JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public ClientAssertion {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(value, "value");
    }
}
