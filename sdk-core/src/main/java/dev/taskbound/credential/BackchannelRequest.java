/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;
import java.time.Instant;
import java.util.Objects;

/**
 * What one person is asked over their own device (OpenID Connect CIBA Core 1.0, 7.1).
 *
 * @param subject the {@code sub} that the server knows them by: nobody else's answer counts
 * @param hintName {@code login_hint}, {@code login_hint_token} or {@code id_token_hint}
 * @param hint by which the server finds them
 * @param bindingMessage what they read there
 * @param expiresAt an answer after this is of no use
 */
public record BackchannelRequest(
        String subject, String hintName, Secret hint, String bindingMessage, Instant expiresAt) {
    public BackchannelRequest {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("expected the subject of whoever is asked");
        }
        Objects.requireNonNull(hintName, "hintName");
        Objects.requireNonNull(hint, "hint");
        Objects.requireNonNull(bindingMessage, "bindingMessage");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** Shows nothing of it. */
    @Override
    public String toString() {
        return "BackchannelRequest[...]";
    }
}
