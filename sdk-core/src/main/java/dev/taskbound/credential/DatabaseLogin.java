/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a database asks for. {@code toString} does not show the password.
 *
 * @param expiresAt when it can log in no more
 */
public record DatabaseLogin(String user, Secret password, Instant expiresAt) {
    /** The scheme of credentials that are logins: the token is the password. */
    public static final String SCHEME = "Database";

    private static final String USER = "user";

    public DatabaseLogin {
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** The login that a credential is; empty for one of another kind. */
    public static Optional<DatabaseLogin> of(Credential credential) {
        Secret user = credential.scheme().equals(SCHEME) ? credential.parts().get(USER) : null;
        return user == null
                ? Optional.empty()
                : Optional.of(new DatabaseLogin(user.reveal(), credential.token(), credential.expiresAt()));
    }

    /**
     * This login as a credential.
     *
     * @param id by which it is recorded and revoked
     * @param confirmed as {@link Credential#confirmed}
     */
    public Credential credential(String id, String source, Set<String> confirmed) {
        return new Credential(id, SCHEME, password, source, expiresAt, confirmed, null, Map.of(USER, Secret.of(user)));
    }
}
