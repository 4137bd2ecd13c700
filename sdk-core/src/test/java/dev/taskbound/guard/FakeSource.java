/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Secret;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Issues numbered credentials, remembers what it was asked, and can be told to answer otherwise. */
final class FakeSource implements CredentialSource {
    private final AtomicInteger issued = new AtomicInteger();
    private final Queue<CredentialRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<String> revoked = new ConcurrentLinkedQueue<>();
    private volatile Function<Credential, CompletionStage<CredentialEnd>> end =
            credential -> CompletableFuture.completedFuture(CredentialEnd.REVOKED);
    private volatile Function<CredentialRequest, CompletionStage<Credential>> answer = request ->
            CompletableFuture.completedFuture(credential(Instant.now().plusSeconds(30)));

    void answer(Function<CredentialRequest, CompletionStage<Credential>> instead) {
        answer = instead;
    }

    /** What becomes of credentials that are to end. */
    void ends(CredentialEnd instead) {
        end = credential -> CompletableFuture.completedFuture(instead);
    }

    void ends(Function<Credential, CompletionStage<CredentialEnd>> instead) {
        end = instead;
    }

    Credential credential(Instant expires) {
        String id = "credential-" + issued.incrementAndGet();
        return new Credential(id, "Bearer", Secret.of(Desk.TOKEN + "-" + id), "bank-source", expires, Set.of("aud"));
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requests.add(request);
        return answer.apply(request);
    }

    @Override
    public CompletionStage<CredentialEnd> revoke(Credential credential) {
        revoked.add(credential.id());
        return end.apply(credential);
    }

    List<CredentialRequest> requests() {
        return List.copyOf(requests);
    }

    List<String> revoked() {
        return List.copyOf(revoked);
    }
}
