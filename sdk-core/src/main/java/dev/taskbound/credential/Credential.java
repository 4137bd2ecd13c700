/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/**
 * What one call may present, verified before anyone sees it. {@code toString} shows the id, never the token.
 *
 * @param id the token's {@code jti}, or a hash of its signed part where it has none
 * @param scheme the {@code Authorization} scheme, such as {@code Bearer}
 * @param token what is presented
 * @param source the policy's name of the source that issued it, or {@link EmbeddedIssuer#SOURCE}
 * @param expiresAt when it dies by itself
 * @param confirmed names of the claims that were checked against the request and agreed: {@code aud}, {@code act}, ...
 */
public record Credential(
        String id, String scheme, Secret token, String source, Instant expiresAt, Set<String> confirmed) {
    public Credential {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(scheme, "scheme");
        Objects.requireNonNull(token, "token");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(expiresAt, "expiresAt");
        confirmed = Set.copyOf(confirmed);
    }
}
