/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keys that are known from the start and do not change. */
record FixedKeys(JWKSet keys) implements IssuerKeys {
    @Override
    public CompletableFuture<List<JWK>> find(JWKMatcher wanted) {
        return CompletableFuture.completedFuture(JwkSets.select(keys, wanted));
    }
}
