/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** No answer is no agreement: slow, cut, wrong and hostile ones, at each endpoint of an authorization server. */
@NeedsPart(Loopback.class)
@Timeout(180)
class FaultMatrixTest extends FaultRows {
    @TestFactory
    Stream<DynamicTest> atTheTokenEndpoint() throws Exception {
        return faults("token", "", (server, answer) -> server.tokenAnswer = answer);
    }

    @TestFactory
    Stream<DynamicTest> atTheJwksEndpoint() throws Exception {
        return faults("JWKS", "", (server, answer) -> server.keyAnswer = answer);
    }

    @TestFactory
    Stream<DynamicTest> atTheMetadataEndpoint() throws Exception {
        return faults("metadata", "", (server, answer) -> server.metadataAnswer = answer);
    }

    /** Where OpenID Connect Discovery 1.0, 4, has it, after nothing was found where RFC 8414 has it. */
    @TestFactory
    Stream<DynamicTest> atTheOtherMetadataEndpoint() throws Exception {
        return faults("other metadata", "", (server, answer) -> {
            server.metadataPath = "/realms/test/.well-known/openid-configuration";
            server.metadataAnswer = answer;
        });
    }

    /** The client's own token is asked for first, to say who acts. */
    @TestFactory
    Stream<DynamicTest> atTheTokenEndpointForTheActor() throws Exception {
        return faults("actor", "actor: token,", (server, answer) -> server.tokenAnswer = answer);
    }

    @TestFactory
    Stream<DynamicTest> atTheIntrospectionEndpoint() throws Exception {
        return faults("introspection", "token: opaque,", (server, answer) -> server.introspectionAnswer = answer);
    }

    private Stream<DynamicTest> faults(
            String endpoint, String source, BiConsumer<FakeAuthorizationServer, MockResponse> fault) throws Exception {
        elsewhere.start();
        Map<String, MockResponse> answers = ServerFaults.all(elsewhere.url("/").toString());
        return answers.entrySet().stream()
                .map(each -> denied(
                        endpoint + ": " + each.getKey(),
                        CREDENTIAL_UNAVAILABLE,
                        patience(each.getKey()),
                        source,
                        server -> fault.accept(server, each.getValue())))
                .toList()
                .stream();
    }

    /** A server that was well when the guard was built: it fails when a new key makes it be asked again. */
    @TestFactory
    Stream<DynamicTest> atTheJwksEndpointWhenKeysChange() throws Exception {
        elsewhere.start();
        return ServerFaults.all(elsewhere.url("/").toString()).entrySet().stream()
                .map(each -> row("new key: " + each.getKey(), () -> rotates(each.getValue(), patience(each.getKey()))))
                .toList()
                .stream();
    }

    private void rotates(MockResponse answer, Duration patience) throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer();
                Calls calls = new Calls(server, "", "", "10m", builder -> builder.patience(patience.plusSeconds(1)))) {
            assertThat(calls.refund()).isEqualTo("200");
            int asked = server.keyRequests.get();
            server.keyAnswer = answer;
            server.signer = claims -> Tokens.sign(
                    Tokens.header(com.nimbusds.jose.JWSAlgorithm.ES256, "new"),
                    dev.taskbound.internal.json.CanonicalJson.write(claims),
                    Tokens.ec("new"));
            assertDenied(calls, CREDENTIAL_UNAVAILABLE);
            assertDenied(calls, CREDENTIAL_UNAVAILABLE);
            assertThat(server.keyRequests.get() - asked)
                    .as("asked for new keys once, and again where nothing came of it or the server wants that")
                    .isBetween(1, 4);
            server.signer = Tokens::es256;
            assertThat(calls.refund()).as("with a key that was known").isEqualTo("200");
        }
    }

    // RFC 9449, 8: a challenge is met once, and leads nowhere if the server is not content then.
    @TestFactory
    Stream<DynamicTest> atTheTokenEndpointWithAProof() throws Exception {
        elsewhere.start();
        return ServerFaults.all(elsewhere.url("/").toString()).entrySet().stream()
                .map(each -> row("proof: " + each.getKey(), () -> proves(each.getValue(), patience(each.getKey()))))
                .toList()
                .stream();
    }

    private void proves(MockResponse answer, Duration patience) throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer();
                Calls calls = new Calls(server, "", "proof: dpop,", "10m", builder -> builder.patience(patience))) {
            server.tokenAnswer = answer;
            // Those that can be read say Bearer: a token that whoever has it could use.
            assertDenied(calls, CREDENTIAL_UNAVAILABLE, CREDENTIAL_TOO_BROAD);
            assertEachAskedOnce(server);
            assertThat(server.forms.size()).isLessThanOrEqualTo(4);
        }
    }

    /** The other side: a service that cannot have the keys serves nobody. */
    @TestFactory
    Stream<DynamicTest> atTheJwksEndpointOfAService() throws Exception {
        elsewhere.start();
        return ServerFaults.all(elsewhere.url("/").toString()).entrySet().stream()
                .map(each -> row("service: " + each.getKey(), () -> serves(each.getValue())))
                .toList()
                .stream();
    }

    private void serves(MockResponse answer) throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer()) {
            server.keyAnswer = answer;
            CredentialVerifier verifier = CredentialVerifier.builder(CallRequests.AUDIENCE)
                    .issuer(Tokens.ISSUER, server.issuer().resolve("/keys"))
                    .build();
            String token = Tokens.es256(Tokens.claims(CallRequests.refund(), Instant.now()));
            CredentialRefusedException refused =
                    catchThrowableOfType(CredentialRefusedException.class, () -> verifier.verify("Bearer " + token));
            assertThat(refused.reason()).isEqualTo(CredentialRefusedException.Reason.UNAVAILABLE);
            assertThat(refused.toString()).doesNotContain(ServerFaults.SECRET);
            assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
            server.keyAnswer = null;
            assertThat(verifier.verify("Bearer " + token).tool()).isEqualTo("refund_payment");
        }
    }

    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(
                permitted("as it should be", server -> {}),
                permitted(
                        "metadata at its other place",
                        server -> server.metadataPath = "/realms/test/.well-known/openid-configuration"),
                permitted("an opaque token", "token: opaque,", server -> server.signer = claims -> RandomIds.next()));
    }
}
