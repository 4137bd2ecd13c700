/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.SourceConfig;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What one call asks a token endpoint for. Makes a fresh request each time: assertions and proofs are good for one.
 *
 * @param workload who proves to be the identity's client
 * @param key what the token is to be bound to; null for none
 * @param actor who acts, where that is presented; null otherwise
 */
record TokenWish(
        CredentialRequest request,
        SourceConfig config,
        SourceConfig.Identity identity,
        WorkloadIdentity workload,
        Grant grant,
        URI issuer,
        @Nullable ProofKey key,
        @Nullable Actor actor) {

    /** @throws CredentialException if the workload cannot prove anything now */
    TokenForm form() {
        try {
            TokenForm form = new TokenForm();
            grant.addTo(form, this);
            addWanted(form);
            return form.addClient(identity.client(), workload.authentication(identity.client(), issuer.toString()));
        } catch (IllegalStateException e) {
            throw unproved(config, identity, e);
        }
    }

    static CredentialException unproved(
            SourceConfig config, SourceConfig.Identity identity, IllegalStateException why) {
        return new CredentialException(
                ReasonCode.CREDENTIAL_UNAVAILABLE,
                "source " + config.name() + ": workload " + identity.workload() + ": " + why.getMessage());
    }

    private void addWanted(TokenForm form) {
        Destination destination = request.destination();
        String audience = destination.audience();
        if (isResource(audience)) {
            addUnlessIgnored(form, "resource", audience);
        }
        addUnlessIgnored(form, "audience", audience);
        destination.scope(request.action()).ifPresent(scope -> form.add("scope", scope));
        if (config.token() == SourceConfig.Token.TRANSACTION) {
            form.add(
                    "request_details",
                    CanonicalJson.write(ToolCallDetail.of(request).toJson().get(0)));
        } else {
            addUnlessIgnored(form, ToolCallDetail.CLAIM, CanonicalJson.write(AskedDetails.of(request)));
        }
    }

    private void addUnlessIgnored(TokenForm form, String name, String value) {
        if (!config.ignores().contains(name)) {
            form.add(name, value);
        }
    }

    /** An absolute URI without fragment (RFC 8707, 2); an audience may also be a plain name. */
    private static boolean isResource(String audience) {
        try {
            URI uri = URI.create(audience);
            return uri.isAbsolute() && uri.getRawFragment() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Names the task and the source; nothing else is fit to be shown. */
    @Override
    public String toString() {
        return "TokenWish[" + request + " of " + config.name() + "]";
    }
}
