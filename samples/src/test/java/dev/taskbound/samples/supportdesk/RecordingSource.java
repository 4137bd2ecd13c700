/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Issues what another source issues, and keeps it: a thief's view. */
final class RecordingSource implements CredentialSource {
    private final CredentialSource issuer;
    private final List<CredentialRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Credential> issued = new CopyOnWriteArrayList<>();

    RecordingSource(CredentialSource issuer) {
        this.issuer = issuer;
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requests.add(request);
        return issuer.issue(request).whenComplete((credential, failure) -> issued.add(credential));
    }

    /** A fresh credential for the same call. */
    Credential again(int call) {
        return issuer.issue(requests.get(call)).toCompletableFuture().join();
    }

    List<Credential> issued() {
        return issued;
    }
}
