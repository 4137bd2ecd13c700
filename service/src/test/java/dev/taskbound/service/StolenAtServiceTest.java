/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.Action;
import dev.taskbound.TestClock;
import dev.taskbound.credential.CallRequests;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.apache.catalina.util.ServerInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.security.core.SpringSecurityCoreVersion;

/**
 * Issue 4, judged by 6, over HTTP at a real service: a token stolen from one call fails at another service, for another
 * tool, task or other control values, after its seconds, and without its key. What would have been done is counted.
 */
@NeedsPart(Loopback.class)
@Timeout(60)
class StolenAtServiceTest {
    private static final String RIGHT = "iban=DE02120300000000202051&amount=100.10";
    private static final URI PUBLIC = URI.create("https://pay.example.com");

    private final TestClock clock = new TestClock();
    private final EmbeddedIssuer issuer = EmbeddedIssuer.builder().clock(clock).build();
    private final CredentialRequest request = CallRequests.request(
            CallRequests.ALICE,
            CallRequests.proving(CallRequests.payments("localhost:8443"), Proof.NONE, Reuse.NONE),
            clock.instant());
    private Service service;

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    @Test
    void runsOnTheLineThatItIsFor() {
        assertThat(ServerInfo.getServerNumber()).startsWith(System.getProperty("tomcat.expected") + ".");
        assertThat(SpringSecurityCoreVersion.getVersion())
                .startsWith(System.getProperty("spring-security.expected") + ".");
    }

    private void start(Way way, String audience, URI publicAddress) throws Exception {
        CredentialVerifier verifier =
                CredentialVerifier.builder(audience).issuer(issuer).clock(clock).build();
        service = new Service(way.filter(verifier, publicAddress), way.call());
    }

    private Credential credential(CredentialRequest wanted) {
        return issuer.issue(wanted).toCompletableFuture().join();
    }

    private Credential bound() {
        return credential(
                CallRequests.at(request, CallRequests.proving(request.destination(), Proof.DPOP, Reuse.NONE)));
    }

    private CredentialRequest forTool(String tool) {
        return new CredentialRequest(
                request.task(),
                tool,
                Action.WRITE,
                request.destination(),
                request.control(),
                request.callDigest(),
                request.deadline());
    }

    private URI here() {
        return service.address("/refunds");
    }

    private int send(URI address, Map<String, String> headers, String form) throws Exception {
        HttpRequest.Builder post = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        headers.forEach(post::header);
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(post.build(), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body() + answer.headers()).doesNotContain("eyJ");
        return answer.statusCode();
    }

    private void refuses(int status, Map<String, String> headers, String form) throws Exception {
        int before = service.refunds.get();
        assertThat(send(here(), headers, form)).isEqualTo(status);
        assertThat(service.refunds).hasValue(before);
    }

    @ParameterizedTest
    @EnumSource
    void worksForItsCallOnly(Way way) throws Exception {
        start(way, CallRequests.AUDIENCE, null);
        Map<String, String> headers = credential(request).headers("POST", here());
        String task = "&task=" + request.task().id();
        assertThat(send(here(), headers, RIGHT + task)).isEqualTo(200);
        assertThat(service.refunds).hasValue(1);

        refuses(403, headers, RIGHT + "&task=another");
        refuses(403, headers, RIGHT.replace("100.10", "100.11"));
        refuses(403, headers, RIGHT.replace("DE02", "DE03"));
        refuses(403, credential(forTool("close_account")).headers("POST", here()), RIGHT);
        refuses(401, Map.of(), RIGHT);
        refuses(401, Map.of("Authorization", headers.get("Authorization").replaceFirst(".$", "")), RIGHT);
    }

    @ParameterizedTest
    @EnumSource
    void failsAtAnotherService(Way way) throws Exception {
        start(way, "https://orders.example.com", null);
        refuses(401, credential(request).headers("POST", here()), RIGHT);
    }

    @ParameterizedTest
    @EnumSource
    void failsAfterItsSecondsAndOnceItIsRevoked(Way way) throws Exception {
        start(way, CallRequests.AUDIENCE, null);
        Credential credential = credential(request);
        Credential other = credential(request);
        Map<String, String> headers = credential.headers("POST", here());
        assertThat(send(here(), headers, RIGHT)).isEqualTo(200);
        issuer.revoke(other).toCompletableFuture().join();
        refuses(401, other.headers("POST", here()), RIGHT);
        clock.advance(request.destination().ttl().plus(Duration.ofSeconds(6)));
        refuses(401, headers, RIGHT);
    }

    // RFC 9449, 4.3, 7.2 and 11.1.
    @ParameterizedTest
    @EnumSource
    void failsWithoutItsKeyAndASecondTime(Way way) throws Exception {
        start(way, CallRequests.AUDIENCE, null);
        Credential credential = bound();
        String token = credential.token().reveal();
        String theirs = bound().headers("POST", here()).get("DPoP");
        refuses(401, Map.of("Authorization", "Bearer " + token), RIGHT);
        refuses(401, Map.of("Authorization", "DPoP " + token), RIGHT);
        refuses(401, Map.of("Authorization", "DPoP " + token, "DPoP", theirs), RIGHT);
        refuses(401, credential.headers("PUT", here()), RIGHT);
        refuses(401, credential.headers("POST", service.address("/payouts")), RIGHT);

        Map<String, String> right = credential.headers("POST", here());
        assertThat(send(here(), right, RIGHT)).isEqualTo(200);
        refuses(401, right, RIGHT);
        assertThat(service.refunds).hasValue(1);
    }

    /** A request that is answered later comes by again, with the same credential and the same proof. */
    @ParameterizedTest
    @EnumSource
    void isVerifiedOnceForAnAnswerThatComesLater(Way way) throws Exception {
        CredentialVerifier once = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(issuer)
                .clock(clock)
                .singleUse()
                .build();
        service = new Service(way.filter(once, null), way.call());
        Map<String, String> headers = bound().headers("POST", here());
        assertThat(send(here(), headers, RIGHT + "&later")).isEqualTo(200);
        assertThat(service.refunds).hasValue(1);
        refuses(401, headers, RIGHT + "&later");
        refuses(401, Map.of(), RIGHT + "&later");
    }

    /** A path that looks like another host, where the service has a public address. */
    @ParameterizedTest
    @EnumSource
    void aPathIsNoHost(Way way) throws Exception {
        start(way, CallRequests.AUDIENCE, PUBLIC);
        Credential credential = bound();
        assertThat(send(here(), credential.headers("POST", PUBLIC.resolve("/refunds")), RIGHT))
                .isEqualTo(200);
        Map<String, String> elsewhere = credential.headers("POST", URI.create("https://evil.example/refunds"));
        assertThat(send(URI.create(here().resolve("/") + "/evil.example/refunds"), elsewhere, RIGHT))
                .isBetween(400, 403);
        assertThat(service.refunds).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void isGoodForOneRequestWhereTheServiceWantsThat(Way way) throws Exception {
        CredentialVerifier once = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(issuer)
                .clock(clock)
                .singleUse()
                .build();
        service = new Service(way.filter(once, null), way.call());
        Map<String, String> headers = credential(request).headers("POST", here());
        assertThat(send(here(), headers, RIGHT)).isEqualTo(200);
        refuses(401, headers, RIGHT);
        assertThat(service.refunds).hasValue(1);
    }
}
