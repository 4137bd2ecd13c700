/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.identity;

import static java.util.Objects.requireNonNull;

import dev.taskbound.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client secret, and a warning that it is one. */
final class ClientSecretIdentity implements WorkloadIdentity {
    private static final Logger log = LoggerFactory.getLogger(ClientSecretIdentity.class);

    private final ClientSecret secret;

    private ClientSecretIdentity(ClientSecret secret) {
        this.secret = secret;
    }

    static WorkloadIdentity of(Secret value) {
        log.warn(
                "A workload authenticates with a client secret. This is for development: use a key, a platform token or a"
                        + " certificate instead.");
        return new ClientSecretIdentity(new ClientSecret(requireNonNull(value, "value")));
    }

    @Override
    public ClientAuthentication authentication(String client, String audience) {
        return secret;
    }

    @Override
    public ClientAssertion assertion(String client, String audience) {
        throw new IllegalStateException("a client secret signs no assertion");
    }

    @Override
    public String toString() {
        return "WorkloadIdentity[client secret]";
    }
}
