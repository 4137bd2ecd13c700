/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import dev.taskbound.Secret;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** OpenID Connect CIBA Core 1.0, poll mode: what counts as an answer, and what does not. */
@NeedsPart(Loopback.class)
@Timeout(60)
class BackchannelAuthenticationTest {
    private static final String AUTH_REQ_ID = "urn:openid:params:jwt:claim:auth_req_id";

    private final FakeBackchannel server;

    BackchannelAuthenticationTest() throws IOException {
        server = new FakeBackchannel();
    }

    @AfterEach
    void close() {
        server.close();
    }

    // what is sent: 7.1, 10.1

    @Test
    void asksForAnIdTokenOfThisPersonAndProvesTheClientAnewEachTime() throws Exception {
        server.script("lena", "authorization_pending");
        assertThat(get(ask("lena"))).isTrue();
        Map<String, String> asked = server.asked.get(0);
        assertThat(asked)
                .containsEntry("scope", "openid")
                .containsEntry("login_hint", "lena")
                .containsEntry("binding_message", "Pay it (1234-ABCD)")
                .containsEntry("client_id", FakeBackchannel.CLIENT)
                .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                .doesNotContainKeys("login_hint_token", "id_token_hint", "client_notification_token");
        assertThat(Integer.parseInt(asked.get("requested_expiry"))).isBetween(1, 30);
        assertThat(server.polls)
                .hasSize(2)
                .allSatisfy(poll -> assertThat(poll)
                        .containsEntry("grant_type", "urn:openid:params:grant-type:ciba")
                        .containsEntry("auth_req_id", FakeBackchannel.id("lena")));
        assertThat(List.of(
                        asked.get("client_assertion"),
                        server.polls.get(0).get("client_assertion"),
                        server.polls.get(1).get("client_assertion")))
                .doesNotHaveDuplicates();
    }

    // errors of the token endpoint: 11

    @Test
    void waitsWhileItIsPendingAndGoesOnMoreSlowlyWhenTold() throws Exception {
        server.script("lena", "authorization_pending", "slow_down", "authorization_pending");
        assertThat(get(ask("lena"))).isTrue();
        assertThat(server.polls).hasSize(4);
    }

    @Test
    void theIntervalIsKeptAndSlowDownMakesItFiveSecondsLonger() throws Exception {
        server.acknowledgement = answer -> answer.put("expires_in", 8);
        server.script("lena", "slow_down*");
        assertFails(ask("lena"), "nobody answered in time");
        // After 1 s and 7 s of 8, if so soon; without slowing down there would be seven.
        assertThat(server.polls).hasSizeLessThanOrEqualTo(2);
        try (FakeBackchannel slow = new FakeBackchannel()) {
            slow.acknowledgement = answer -> answer.putAll(Map.of("expires_in", 8, "interval", 9));
            assertFails(slow.client().ask(request("lena", later())).toCompletableFuture(), "nobody answered in time");
            assertThat(slow.polls).isEmpty();
        }
    }

    @Test
    void whoDeclinesHasDeclined() throws Exception {
        server.script("lena", "authorization_pending", "access_denied");
        assertThat(get(ask("lena"))).isFalse();
    }

    @Test
    void otherErrorsAreNoAnswerAndNotTriedAgain() {
        for (String error : List.of("expired_token", "invalid_grant", "unauthorized_client", "invalid_client", "odd")) {
            server.polls.clear();
            server.script("lena", error);
            assertFails(ask("lena"), "HTTP 400");
            assertThat(server.polls).hasSize(1);
        }
    }

    @Test
    void aTokenEndpointThatIsAwayForAWhileIsAskedAgainButNotForEver() throws Exception {
        server.pollAnswers.add(status(503));
        server.pollAnswers.add(FakeAuthorizationServer.json("<html>"));
        assertThat(get(ask("lena"))).isTrue();
        assertThat(server.polls).hasSize(3);
        server.polls.clear();
        for (int i = 0; i < 6; i++) {
            server.pollAnswers.add(status(500));
        }
        assertFails(ask("lena"), "did not answer 5 times in a row");
        assertThat(server.polls).hasSize(5);
    }

    // deadlines

    @Test
    void silenceEndsWithTheRequest() throws Exception {
        BackchannelAuthentication known = server.client();
        assertThat(get(known.ask(request("lena", later())).toCompletableFuture()))
                .as("its metadata and keys are known from here on")
                .isTrue();
        server.script("lena", "authorization_pending*");
        BackchannelRequest brief = request("lena", Instant.now().plusSeconds(2));
        assertFails(known.ask(brief).toCompletableFuture(), "nobody answered in time");
        int made = server.asked.size();
        BackchannelRequest over = request("lena", Instant.now().minusSeconds(1));
        assertFails(server.client().ask(over).toCompletableFuture(), "no time is left");
        assertThat(server.asked).hasSize(made);
    }

    @Test
    void whoeverNoLongerWaitsIsNotPolledFor() throws Exception {
        server.script("lena", "authorization_pending*");
        CompletableFuture<Boolean> answer = ask("lena");
        server.awaitPoll();
        answer.cancel(true);
        server.assertNoMorePolls();
    }

    // the ID token: OpenID Connect Core 1.0, 3.1.3.7; CIBA Core 1.0, 10.3.1

    @Test
    void anIdTokenThatIsNotExactlyTheAnswerIsNone() {
        long now = Instant.now().getEpochSecond();
        Map<String, Consumer<Map<String, Object>>> odd = new LinkedHashMap<>();
        odd.put("another issuer", claims -> claims.put("iss", "https://elsewhere.example"));
        odd.put("no issuer", claims -> claims.remove("iss"));
        odd.put("another client", claims -> claims.put("aud", "another"));
        odd.put("no audience", claims -> claims.remove("aud"));
        odd.put("several audiences", claims -> claims.put("aud", List.of(FakeBackchannel.CLIENT, "another")));
        odd.put("another party", claims -> claims.put("azp", "another"));
        odd.put("expired", claims -> claims.put("exp", now - 60));
        odd.put("no expiry", claims -> claims.remove("exp"));
        odd.put("from before the request", claims -> claims.put("iat", now - 60));
        odd.put("no time of issue", claims -> claims.remove("iat"));
        odd.put("from the future", claims -> claims.put("iat", now + 600));
        odd.put("somebody else", claims -> claims.put("sub", "sub-of-mallory"));
        odd.put("nobody", claims -> claims.remove("sub"));
        odd.put("a subject that is none", claims -> claims.put("sub", List.of("sub-of-lena")));
        odd.put("another request", claims -> claims.put(AUTH_REQ_ID, "request-of-somebody"));
        odd.forEach((what, change) -> {
            server.claims = change;
            assertFails(ask("lena"), "expected");
        });
    }

    @Test
    void anIdTokenThatThisServerHasNotSignedIsNone() {
        JWSHeader.Builder plain = new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(Tokens.EC.getKeyID());
        Map<String, Function<Map<String, Object>, String>> forged = new LinkedHashMap<>();
        forged.put("another key", claims -> Tokens.sign(plain, CanonicalJson.write(claims), Tokens.ec("other")));
        forged.put("an access token", Tokens::es256);
        forged.put("none", Tokens::none);
        forged.put("not a token", claims -> "yes");
        forged.put("empty", claims -> "");
        forged.forEach((what, signer) -> {
            server.signer = signer;
            assertFails(ask("lena"), "the ID token is refused");
        });
        server.signer = FakeBackchannel::idToken;
        server.tokens = answer -> answer.remove("id_token");
        assertFails(ask("lena"), "expected an id_token");
        server.tokens = answer -> answer.put("id_token", 7);
        assertFails(ask("lena"), "expected an id_token");
    }

    @Test
    void whatMayStandInAnIdTokenDoesNotHarm() throws Exception {
        server.claims = claims -> {
            claims.put(AUTH_REQ_ID, FakeBackchannel.id("lena"));
            claims.put("aud", List.of(FakeBackchannel.CLIENT, "another"));
            claims.put("azp", FakeBackchannel.CLIENT);
        };
        assertThat(get(ask("lena"))).isTrue();
    }

    // the acknowledgement: 7.3, 13

    @Test
    void anAcknowledgementThatIsNoneMeansThatNobodyWasAsked() {
        Map<String, Object> odd = new LinkedHashMap<>();
        odd.put("auth_req_id", List.of("", 7, "x".repeat(5_000)));
        odd.put("expires_in", List.of(0, -1, "60", 1.5));
        odd.put("interval", List.of(0, -1, "5", 0.5));
        odd.forEach((name, values) -> ((List<?>) values).forEach(value -> {
            server.acknowledgement = answer -> answer.put(name, value);
            assertFails(ask("lena"), "expected");
        }));
        for (String name : List.of("auth_req_id", "expires_in")) {
            server.acknowledgement = answer -> answer.remove(name);
            assertFails(ask("lena"), name);
        }
        assertThat(server.polls).isEmpty();
        server.acknowledgement = answer -> answer.put("expires_in", new java.math.BigDecimal("1000000000000"));
        assertThat(ask("lena").join()).as("a long life is cut at the request's").isTrue();
    }

    @Test
    void aServerThatRefusesRedirectsOrTalksNonsenseHasAskedNobody() {
        Map<MockResponse, String> answers = new LinkedHashMap<>();
        answers.put(error("unknown_user_id"), "HTTP 400, unknown_user_id");
        answers.put(error("invalid_binding_message"), "HTTP 400, invalid_binding_message");
        answers.put(error("secret: hunter2"), "HTTP 400");
        answers.put(status(302).newBuilder().addHeader("Location", "/token").build(), "HTTP 302");
        answers.put(status(500), "HTTP 500");
        answers.put(status(200), "expected a JSON object");
        answers.put(FakeAuthorizationServer.json("[" + " ".repeat(300_000) + "]"), "expected strict JSON");
        answers.forEach((answer, message) -> {
            server.ackAnswer = answer;
            assertFails(ask("lena"), message);
        });
        assertThat(server.polls).isEmpty();
    }

    @Test
    void aServerWithoutTheEndpointOrWithOneInClearAsksNobody() throws Exception {
        server.metadata = known -> known.remove("backchannel_authentication_endpoint");
        assertFails(ask("lena"), "expected a backchannel_authentication_endpoint");
        try (FakeBackchannel other = new FakeBackchannel()) {
            other.metadata =
                    known -> known.put("backchannel_authentication_endpoint", "http://elsewhere.example/bc-authorize");
            assertFails(
                    other.client().ask(request("lena", later())).toCompletableFuture(), "expected an HTTPS address");
        }
        assertThatThrownBy(() -> BackchannelAuthentication.at(
                        URI.create("http://idp.example.com"),
                        "c",
                        FakeBackchannel.workload(),
                        new OkHttpClient(),
                        Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingOfARequestIsShown() {
        assertThat(request("lena", later()) + " " + server.client())
                .isEqualTo(
                        "BackchannelRequest[...] BackchannelAuthentication[support-desk at " + server.issuer() + "]");
    }

    private CompletableFuture<Boolean> ask(String hint) {
        return server.client().ask(request(hint, later())).toCompletableFuture();
    }

    private static Instant later() {
        return Instant.now().plus(Duration.ofSeconds(30));
    }

    private static BackchannelRequest request(String hint, Instant expires) {
        return new BackchannelRequest("sub-of-" + hint, "login_hint", Secret.of(hint), "Pay it (1234-ABCD)", expires);
    }

    private static boolean get(CompletableFuture<Boolean> answer) throws Exception {
        return answer.get(30, TimeUnit.SECONDS);
    }

    private static void assertFails(CompletableFuture<Boolean> answer, String message) {
        assertThatThrownBy(() -> get(answer))
                .cause()
                .isInstanceOf(CredentialException.class)
                .hasNoCause()
                .hasMessageContaining(message)
                .hasMessageNotContainingAny("hunter2", "sub-of", "access-token");
    }

    private static MockResponse status(int code) {
        return new MockResponse.Builder().code(code).build();
    }

    private static MockResponse error(String code) {
        return FakeAuthorizationServer.json(CanonicalJson.write(Map.of("error", code)))
                .newBuilder()
                .code(400)
                .build();
    }
}
