/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import dev.taskbound.Secret;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.AbstractOAuth2Token;
import org.springframework.util.ClassUtils;

/**
 * The authenticated user: name as subject, authorities as roles without the prefix {@code ROLE_}, and, where a bearer
 * token was verified, that token for token exchange. An anonymous user is nobody.
 */
public final class AuthenticatedPrincipals implements PrincipalResolver {
    private static final String ROLE = "ROLE_";
    private static final boolean TOKENS = ClassUtils.isPresent(
            "org.springframework.security.oauth2.core.AbstractOAuth2Token",
            AuthenticatedPrincipals.class.getClassLoader());

    @Override
    public Optional<Principal> resolve(Authentication authentication) {
        boolean known = authentication.isAuthenticated()
                && !(authentication instanceof AnonymousAuthenticationToken)
                && !authentication.getName().isBlank();
        return known ? Optional.of(principal(authentication)) : Optional.empty();
    }

    private static Principal principal(Authentication authentication) {
        Principal principal =
                Principal.verified("spring-security", authentication.getName()).withRoles(roles(authentication));
        return TOKENS ? Tokens.add(principal, authentication) : principal;
    }

    private static Set<String> roles(Authentication authentication) {
        Set<String> roles = new LinkedHashSet<>();
        for (GrantedAuthority authority : authentication.getAuthorities()) {
            String name = authority.getAuthority();
            if (name != null) {
                roles.add(name.startsWith(ROLE) ? name.substring(ROLE.length()) : name);
            }
        }
        return roles;
    }

    /** Apart, so that it is not loaded where there are no such tokens. */
    private static final class Tokens {
        static Principal add(Principal principal, Authentication authentication) {
            return authentication.getCredentials() instanceof AbstractOAuth2Token token
                    ? principal.withToken(Secret.of(token.getTokenValue()))
                    : principal;
        }
    }
}
