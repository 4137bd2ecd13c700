/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import dev.taskbound.credential.CredentialRefusedException;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.VerifiedCall;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The same as {@link VerifiedCallFilter} for a chain of Spring Security, where it makes the call the request's
 * authentication:
 *
 * <pre>{@code
 * http.addFilterBefore(new VerifiedCallSecurityFilter(verifier), AuthorizationFilter.class)
 *         .authorizeHttpRequests(requests -> requests
 *                 .requestMatchers(HttpMethod.POST, "/refunds").hasAuthority("TOOL_refund_payment")
 *                 .anyRequest().denyAll());
 * }</pre>
 *
 * A session is neither read nor made. Thread-safe.
 */
public final class VerifiedCallSecurityFilter extends OncePerRequestFilter {
    private final ServletCalls calls;

    public VerifiedCallSecurityFilter(CredentialVerifier verifier) {
        this(verifier, null);
    }

    /** @param publicAddress as for {@link VerifiedCallFilter} */
    public VerifiedCallSecurityFilter(CredentialVerifier verifier, @Nullable URI publicAddress) {
        this.calls = new ServletCalls(Objects.requireNonNull(verifier, "verifier"), publicAddress);
    }

    /** A request that is answered later is the same call when it comes by again. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            VerifiedCall call = calls.verify(request);
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(new VerifiedCallAuthentication(call));
            SecurityContextHolder.setContext(context);
            chain.doFilter(request, response);
        } catch (CredentialRefusedException e) {
            ServletCalls.refuse(response, e);
        } catch (ServletException e) {
            if (!(e.getCause() instanceof CredentialRefusedException refused)) {
                throw e;
            }
            ServletCalls.refuse(response, refused);
        } finally {
            SecurityContextHolder.clearContext();
        }
    }
}
