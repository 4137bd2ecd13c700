/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.Task;
import dev.taskbound.identity.WorkloadIdentity;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import okhttp3.FormBody;

/** The principal's token for one that says who acts for whom (RFC 8693). */
final class TokenExchangeGrant implements Grant {
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private final URI issuer;
    private final boolean presentsActor;

    /** @param presentsActor false for a server that ignores {@code actor_token} */
    TokenExchangeGrant(URI issuer, boolean presentsActor) {
        this.issuer = issuer;
        this.presentsActor = presentsActor;
    }

    @Override
    public void requireAskable(CredentialRequest request) {
        subjectToken(request.task());
    }

    @Override
    public void addTo(FormBody.Builder form, CredentialRequest request, WorkloadIdentity workload) {
        form.add("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.add("requested_token_type", ACCESS_TOKEN);
        form.add("subject_token", subjectToken(request.task()).reveal());
        form.add("subject_token_type", ACCESS_TOKEN);
        if (presentsActor) {
            Secret actor = workload.assertion(request.task().agent(), issuer.toString())
                    .value();
            form.add("actor_token", actor.reveal());
            form.add("actor_token_type", JWT);
        }
    }

    private static Secret subjectToken(Task task) {
        return Optional.ofNullable(task.principal())
                .flatMap(Principal::token)
                .orElseThrow(() -> new CredentialException(
                        ReasonCode.CREDENTIAL_UNAVAILABLE,
                        "task " + task.id() + ": a token exchange needs the token of the task's principal, and "
                                + (task.principal() == null ? "there is no principal" : "the principal has none")));
    }

    @Override
    public void check(CredentialCheck check) {
        check.issuedTokenType(Set.of(ACCESS_TOKEN, JWT));
        check.subject();
        check.actor(presentsActor);
    }
}
