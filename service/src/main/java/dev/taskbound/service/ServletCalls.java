/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import dev.taskbound.credential.CredentialRefusedException;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.PresentedRequest;
import dev.taskbound.credential.VerifiedCall;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What both filters do with a request. Thread-safe. */
final class ServletCalls {
    private static final Logger log = LoggerFactory.getLogger(ServletCalls.class);

    private static final String ATTRIBUTE = VerifiedCall.class.getName();
    private static final String VERIFIED_BY = ServletCalls.class.getName();
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";

    private final CredentialVerifier verifier;
    private final @Nullable URI publicAddress;

    /** @param publicAddress where clients reach this service, if not where the container thinks */
    ServletCalls(CredentialVerifier verifier, @Nullable URI publicAddress) {
        this.verifier = verifier;
        this.publicAddress = publicAddress;
    }

    /**
     * Once for each request: one that is answered later comes by again, with a proof that has been used.
     *
     * @throws CredentialRefusedException if it must not be served
     */
    VerifiedCall verify(HttpServletRequest request) {
        if (request.getDispatcherType() == DispatcherType.ASYNC && request.getAttribute(VERIFIED_BY) == this) {
            return of(request).orElseThrow();
        }
        VerifiedCall call = verifier.verify(PresentedRequest.of(
                        request.getMethod(), target(request), name -> Collections.list(request.getHeaders(name)))
                .withCertificate(certificate(request)));
        request.setAttribute(ATTRIBUTE, call);
        request.setAttribute(VERIFIED_BY, this);
        return call;
    }

    private URI target(HttpServletRequest request) {
        try {
            // Not resolved: a path that begins with // would name another host.
            return publicAddress == null
                    ? URI.create(request.getRequestURL().toString())
                    : URI.create(publicAddress.getScheme() + "://" + publicAddress.getRawAuthority()
                            + request.getRequestURI());
        } catch (IllegalArgumentException e) {
            // No client that proves anything has written such an address; without a proof it does not matter.
            return URI.create("about:invalid");
        }
    }

    private static @Nullable X509Certificate certificate(HttpServletRequest request) {
        return request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain && chain.length > 0
                ? chain[0]
                : null;
    }

    static Optional<VerifiedCall> of(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof VerifiedCall call ? Optional.of(call) : Optional.empty();
    }

    /** The client learns what kind of thing is wrong; this log learns the rest. */
    static void refuse(HttpServletResponse response, CredentialRefusedException refused) {
        log.info("refused a request: {}", refused.getMessage());
        if (response.isCommitted()) {
            return;
        }
        response.reset();
        response.setStatus(refused.httpStatus());
        if (refused.httpStatus() != HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("WWW-Authenticate", refused.wwwAuthenticate());
        }
    }
}
