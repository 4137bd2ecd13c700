/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Principal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;

/** DESIGN: a Principal is made only from something verified. */
class AuthenticatedPrincipalsTest {
    private static final String TOKEN = "eyJ.token.s3cret";

    private final AuthenticatedPrincipals principals = new AuthenticatedPrincipals();

    @Test
    void aUserIsKnownByNameAndRoles() {
        Principal ann = principals
                .resolve(new TestingAuthenticationToken("ann", "password", "ROLE_LEAD", "SCOPE_mail"))
                .orElseThrow();

        assertThat(ann.subject()).isEqualTo("ann");
        assertThat(ann.roles()).containsExactlyInAnyOrder("LEAD", "SCOPE_mail");
        assertThat(ann.token()).as("a password is no token").isEmpty();
    }

    @Test
    void aBearerTokenIsKeptForTokenExchangeAndShownNowhere() {
        Jwt jwt =
                Jwt.withTokenValue(TOKEN).header("alg", "ES256").subject("ann").build();
        Principal ann = principals
                .resolve(new JwtAuthenticationToken(jwt, AuthorityUtils.createAuthorityList("SCOPE_mail")))
                .orElseThrow();

        assertThat(ann.subject()).isEqualTo("ann");
        assertThat(ann.token().orElseThrow().reveal()).isEqualTo(TOKEN);
        assertThat(ann.toString()).doesNotContain(TOKEN);
    }

    @Test
    void whoIsAnonymousOrNotAuthenticatedIsNobody() {
        TestingAuthenticationToken unverified = new TestingAuthenticationToken("ann", "");
        unverified.setAuthenticated(false);

        assertThat(List.of(
                        unverified,
                        new AnonymousAuthenticationToken(
                                "key", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_ANONYMOUS"))))
                .allSatisfy(each -> assertThat(principals.resolve(each)).isEmpty());
    }
}
