/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Credentials that are good for nothing: no tool of a case reaches anything. */
record FakeCredentials(Clock clock) implements CredentialSource {
    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        String id = UUID.randomUUID().toString();
        return CompletableFuture.completedFuture(new Credential(
                id,
                "Bearer",
                Secret.of("good for nothing"),
                "policy-test",
                clock.instant().plus(request.destination().ttl()),
                Set.of()));
    }
}
