/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The three values with which requests to AWS are signed, for the AWS SDK's client in a tool. {@code toString} shows the
 * key's id, which CloudTrail shows too, and no secret.
 *
 * @param accessKeyId the credential's id
 * @param expiresAt when the session policy allows nothing any more; the session itself lives on for some minutes
 */
public record AwsSession(String accessKeyId, Secret secretAccessKey, Secret sessionToken, Instant expiresAt) {
    /** The scheme of credentials that are sessions: the token is the session token. */
    public static final String SCHEME = "AWS";

    private static final String KEY = "secret_access_key";

    public AwsSession {
        Objects.requireNonNull(accessKeyId, "accessKeyId");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey");
        Objects.requireNonNull(sessionToken, "sessionToken");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** The session that a credential is; empty for one of another kind. */
    public static Optional<AwsSession> of(Credential credential) {
        Secret key = credential.scheme().equals(SCHEME) ? credential.parts().get(KEY) : null;
        return key == null
                ? Optional.empty()
                : Optional.of(new AwsSession(credential.id(), key, credential.token(), credential.expiresAt()));
    }

    Credential credential(String source, Set<String> confirmed) {
        return new Credential(
                accessKeyId, SCHEME, sessionToken, source, expiresAt, confirmed, null, Map.of(KEY, secretAccessKey));
    }
}
