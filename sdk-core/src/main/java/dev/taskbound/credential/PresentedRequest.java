/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a resource server knows of a request when it verifies the credential in it.
 *
 * @param method the HTTP method
 * @param target the address as the client wrote it: behind a proxy, that of the proxy
 * @param authorization values of the {@code Authorization} header
 * @param proofs values of the {@code DPoP} header
 * @param certificate what the client presented in TLS; null for none
 */
public record PresentedRequest(
        String method,
        URI target,
        List<String> authorization,
        List<String> proofs,
        @Nullable X509Certificate certificate) {
    public PresentedRequest {
        requireNonNull(method, "method");
        requireNonNull(target, "target");
        authorization = List.copyOf(authorization);
        proofs = List.copyOf(proofs);
    }

    /** @param headers all values of the header of a name, none if it is not there */
    public static PresentedRequest of(String method, URI target, Function<String, List<String>> headers) {
        return new PresentedRequest(method, target, headers.apply("Authorization"), headers.apply("DPoP"), null);
    }

    /** @param presented the client's own certificate, verified by the TLS layer; null for none */
    public PresentedRequest withCertificate(@Nullable X509Certificate presented) {
        return new PresentedRequest(method, target, authorization, proofs, presented);
    }

    /** Names method and path only. */
    @Override
    public String toString() {
        return "PresentedRequest[" + method + " " + target.getRawPath() + "]";
    }
}
