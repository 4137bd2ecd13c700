/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.Task;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.policy.SourceConfig.Token;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The principal's token for one that says who acts for whom (RFC 8693). */
final class TokenExchangeGrant implements Grant {
    static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    static final String JWT = "urn:ietf:params:oauth:token-type:jwt";

    private static final String TRANSACTION_TOKEN = "urn:ietf:params:oauth:token-type:txn_token";

    private final boolean isTransaction;
    private final boolean presentsActor;

    TokenExchangeGrant(SourceConfig config) {
        this.isTransaction = config.token() == Token.TRANSACTION;
        this.presentsActor = !config.ignores().contains("actor_token");
    }

    @Override
    public void requireAskable(CredentialRequest request) {
        subjectToken(request.task());
    }

    @Override
    public boolean presentsActor() {
        return presentsActor;
    }

    @Override
    public void addTo(TokenForm form, TokenWish wish) {
        CredentialRequest request = wish.request();
        form.add("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
        form.add("requested_token_type", isTransaction ? TRANSACTION_TOKEN : ACCESS_TOKEN);
        form.add("subject_token", subjectToken(request.task()).reveal());
        form.add("subject_token_type", ACCESS_TOKEN);
        Actor actor = wish.actor();
        if (actor != null) {
            form.add("actor_token", actor.token().reveal()).add("actor_token_type", actor.type());
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
    public void check(CredentialCheck check, TokenWish wish) {
        check.issuedTokenType(isTransaction ? Set.of(TRANSACTION_TOKEN) : Set.of(ACCESS_TOKEN, JWT));
        check.subject();
        check.actor(names(wish), presentsActor && !isTransaction);
    }

    /** How the server may name who acts: as what was presented says, or else as it knows the client that asked. */
    private static Set<String> names(TokenWish wish) {
        Actor actor = wish.actor();
        return actor == null
                ? Set.copyOf(
                        List.of(wish.request().task().agent(), wish.identity().client()))
                : Set.of(actor.name());
    }
}
