/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.ciba;

import dev.taskbound.Secret;
import dev.taskbound.credential.BackchannelRequest;
import java.time.Instant;
import java.util.Objects;

/** Somebody who can be asked over CIBA, and how the authorization server finds them (Core 1.0, 7.1). */
public final class CibaPerson {
    private final String subject;
    private final String hintName;
    private final Secret hint;

    private CibaPerson(String subject, String hintName, Secret hint) {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("expected the subject of whoever is to be asked");
        }
        this.subject = subject;
        this.hintName = hintName;
        this.hint = Objects.requireNonNull(hint, "hint");
    }

    /**
     * @param subject the {@code sub} of their ID tokens
     * @param loginHint what the server finds them by: a name, a number, an address
     */
    public static CibaPerson withLoginHint(String subject, String loginHint) {
        return new CibaPerson(subject, "login_hint", Secret.of(loginHint));
    }

    /**
     * @param subject the {@code sub} of their ID tokens
     * @param token a {@code login_hint_token} as the server understands it
     */
    public static CibaPerson withLoginHintToken(String subject, Secret token) {
        return new CibaPerson(subject, "login_hint_token", token);
    }

    /** The {@code sub} of their ID tokens. */
    public String subject() {
        return subject;
    }

    BackchannelRequest request(String message, Instant expiresAt) {
        return new BackchannelRequest(subject, hintName, hint, message, expiresAt);
    }

    /** Shows nothing of them. */
    @Override
    public String toString() {
        return "CibaPerson[...]";
    }
}
