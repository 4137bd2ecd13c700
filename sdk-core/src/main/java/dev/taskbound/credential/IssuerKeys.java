/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The public keys of one issuer. Thread-safe. */
interface IssuerKeys {
    /** The keys that match; none if the issuer has none. Fails with {@link CredentialException} if they cannot be had. */
    CompletableFuture<List<JWK>> find(JWKMatcher wanted);
}
