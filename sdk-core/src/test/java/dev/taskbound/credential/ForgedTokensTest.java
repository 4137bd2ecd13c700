/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;

import com.nimbusds.jose.JWSAlgorithm;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** A token is taken only if the issuer's own key signed all of it. */
@NeedsPart(Loopback.class)
@Timeout(180)
class ForgedTokensTest extends FaultRows {
    @TestFactory
    Stream<DynamicTest> forged() throws Exception {
        elsewhere.start();
        return denied(
                CREDENTIAL_UNAVAILABLE, ForgedTokens.all(elsewhere.url("/keys").uri()), (server, signer) -> {
                    server.signer = signer;
                    server.keySet = ForgedTokens.KEYS;
                });
    }

    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(
                permitted("among odd keys", server -> server.keySet = ForgedTokens.KEYS),
                permitted("another good key", server -> server.signer = ForgedTokensTest::rsa),
                permitted(
                        "no id of a key",
                        server -> server.signer = claims ->
                                Tokens.signedAs("{\"alg\":\"ES256\"}", CanonicalJson.write(claims), Tokens.EC)));
    }

    private static String rsa(Map<String, Object> claims) {
        return Tokens.sign(Tokens.header(JWSAlgorithm.PS256, "rsa-1"), CanonicalJson.write(claims), Tokens.RSA);
    }
}
