/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Whether an ID token says that this person has just now answered this request (OpenID Connect Core 1.0, 3.1.3.7). */
final class IdTokenCheck {
    private static final String AUTH_REQ_ID = "urn:openid:params:jwt:claim:auth_req_id";

    private final JwtSignatures signatures;
    private final String issuer;
    private final String client;
    private final String subject;
    private final Clock clock;
    private final Instant asked;

    IdTokenCheck(AuthorizationServer server, String client, String subject, Clock clock) {
        this.signatures = new JwtSignatures(server, JwtSignatures.ID_TOKEN);
        this.issuer = server.issuer().toString();
        this.client = client;
        this.subject = subject;
        this.clock = clock;
        this.asked = clock.instant();
    }

    /** Fails with {@link CredentialException} or, about the signature, {@link CredentialRefusedException}. */
    CompletableFuture<Void> verify(String token, String request) {
        return signatures.verify(token).thenAccept(jwt -> check(jwt, request));
    }

    private void check(VerifiedJwt jwt, String request) {
        require(jwt.text("iss").filter(issuer::equals).isPresent(), "an iss of " + issuer);
        Set<String> audience = jwt.audience();
        String party = jwt.text("azp").orElse(audience.size() == 1 ? client : null);
        require(audience.contains(client) && client.equals(party), "an ID token for " + client + " alone");
        jwt.requireLive(clock.instant());
        // One from before the request says nothing about it.
        Instant issued = jwt.time("iat").orElse(Instant.MIN);
        require(!issued.isBefore(asked.minus(VerifiedJwt.SKEW)), "an iat after the request");
        require(jwt.text("sub").filter(subject::equals).isPresent(), "the sub of whoever was asked");
        require(isOf(request, jwt.text(AUTH_REQ_ID).orElse(null)), "the auth_req_id of this request");
    }

    /** CIBA Core 1.0, 10.3.1: there in push mode; where a server puts it in anyhow, it must be right. */
    private static boolean isOf(String request, @Nullable String claimed) {
        return claimed == null || claimed.equals(request);
    }

    private static void require(boolean holds, String expected) {
        if (!holds) {
            throw new CredentialException(
                    ReasonCode.CREDENTIAL_UNAVAILABLE, "the ID token is refused: expected " + expected);
        }
    }
}
