/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;
import dev.taskbound.internal.seal.Members;
import dev.taskbound.policy.SourceConfig;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token that is out, and what is needed to revoke it.
 *
 * @param id of the credential
 * @param task whose call it is for
 * @param source the policy's name of it
 * @param client who asked for it, and alone may revoke it (RFC 7009, 2.1)
 * @param workload who proves to be that client
 * @param hint the {@code token_type_hint} (RFC 7009, 2.1); null for a token of another kind
 * @param expiresAt when it dies by itself
 */
record IssuedToken(
        String id,
        String task,
        String source,
        URI issuer,
        String client,
        String workload,
        Secret token,
        @Nullable String hint,
        Instant expiresAt) {
    private static final String ACCESS_TOKEN = "access_token";

    static IssuedToken of(Credential credential, CredentialRequest request, SourceConfig.Identity by, URI issuer) {
        return new IssuedToken(
                credential.id(),
                request.task().id(),
                credential.source(),
                issuer,
                by.client(),
                by.workload(),
                credential.token(),
                credential.scheme().equals(Credential.TRANSACTION) ? null : ACCESS_TOKEN,
                credential.expiresAt());
    }

    /** To be sealed: it holds the token. */
    Map<String, @Nullable Object> toTree() {
        Map<String, @Nullable Object> tree = new HashMap<>();
        tree.put("id", id);
        tree.put("task", task);
        tree.put("source", source);
        tree.put("issuer", issuer.toString());
        tree.put("client", client);
        tree.put("workload", workload);
        tree.put("token", token.reveal());
        tree.put("hint", hint);
        tree.put("expires", expiresAt.toString());
        return tree;
    }

    /** @throws IllegalArgumentException if it is of another version */
    static IssuedToken of(Members tree) {
        return new IssuedToken(
                tree.text("id"),
                tree.text("task"),
                tree.text("source"),
                URI.create(tree.text("issuer")),
                tree.text("client"),
                tree.text("workload"),
                Secret.of(tree.text("token")),
                tree.textOrNull("hint"),
                tree.time("expires"));
    }
}
