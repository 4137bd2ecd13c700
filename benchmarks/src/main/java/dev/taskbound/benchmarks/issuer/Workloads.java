/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.taskbound.Secret;
import dev.taskbound.identity.WorkloadIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who asks the issuer: with a signature for each request, or with what a platform signed before. */
final class Workloads {
    private Workloads() {}

    /** Signs an assertion for each request (ES256). */
    static WorkloadIdentity signing() throws JOSEException {
        return WorkloadIdentity.privateKey(Secret.of(key().toJSONString()));
    }

    /** Shows the token of a file, as in Kubernetes. */
    static WorkloadIdentity projected() throws JOSEException, IOException {
        ECKey key = key();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(),
                new JWTClaimsSet.Builder().subject("helper").build());
        token.sign(new ECDSASigner(key));
        Path file = Files.createTempFile("projected", ".jwt");
        file.toFile().deleteOnExit();
        return WorkloadIdentity.projectedToken(Files.writeString(file, token.serialize()));
    }

    private static ECKey key() throws JOSEException {
        return new ECKeyGenerator(Curve.P_256).keyID("pod").generate();
    }
}
