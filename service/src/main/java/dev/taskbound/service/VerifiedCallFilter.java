/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import dev.taskbound.credential.CredentialRefusedException;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.VerifiedCall;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Lets only requests through that present the credential of a tool call, and answers all others with 401, 403 or 503. What
 * the call may do is compared by the code behind it, which knows what it is about to do:
 *
 * <pre>{@code
 * VerifiedCallFilter.call(request).requireTool("refund_payment").requireControl(Map.of("iban", iban, "amount", amount));
 * }</pre>
 *
 * A {@link CredentialRefusedException} that such a comparison throws is answered like those of the filter itself. Guaranteed:
 * nothing behind the filter runs without a verified call. Not guaranteed: that the code behind it compares anything.
 * Thread-safe.
 */
public final class VerifiedCallFilter extends HttpFilter {
    private static final long serialVersionUID = 1L;

    private final transient ServletCalls calls;

    public VerifiedCallFilter(CredentialVerifier verifier) {
        this(verifier, null);
    }

    /**
     * @param publicAddress scheme, host and port under which clients reach this service, where a proxy stands before it:
     *     a proof of possession names the address that the client wrote (RFC 9449, 4.3)
     */
    public VerifiedCallFilter(CredentialVerifier verifier, @Nullable URI publicAddress) {
        this.calls = new ServletCalls(Objects.requireNonNull(verifier, "verifier"), publicAddress);
    }

    /**
     * The call that this request is.
     *
     * @throws IllegalStateException if no filter has verified it
     */
    public static VerifiedCall call(HttpServletRequest request) {
        return ServletCalls.of(request)
                .orElseThrow(() -> new IllegalStateException("no VerifiedCallFilter stands before this"));
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            calls.verify(request);
            chain.doFilter(request, response);
        } catch (CredentialRefusedException e) {
            ServletCalls.refuse(response, e);
        } catch (ServletException e) {
            if (!(e.getCause() instanceof CredentialRefusedException refused)) {
                throw e;
            }
            ServletCalls.refuse(response, refused);
        }
    }
}
