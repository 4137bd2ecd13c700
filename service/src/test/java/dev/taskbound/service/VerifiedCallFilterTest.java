/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.credential.CallRequests;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.EmbeddedIssuer;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.Destination.Proof;
import jakarta.servlet.Filter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.access.ExceptionTranslationFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.servletapi.SecurityContextHolderAwareRequestFilter;
import org.springframework.security.web.util.matcher.AnyRequestMatcher;

/** Issue 4, the other side: a tool's service rejects what is not bound to this task, tool, action and control values. */
@NeedsPart(Loopback.class)
@Timeout(60)
class VerifiedCallFilterTest {
    private static final String RIGHT = "iban=DE02120300000000202051&amount=100.10";

    private final EmbeddedIssuer issuer = EmbeddedIssuer.builder().build();
    private final CredentialVerifier verifier =
            CredentialVerifier.builder(CallRequests.AUDIENCE).issuer(issuer).build();
    private Service service;

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
        }
    }

    private Credential credential(Proof proof) {
        CredentialRequest request = CallRequests.refund();
        Destination destination = CallRequests.proving(request.destination(), proof, Destination.Reuse.NONE);
        return issuer.issue(CallRequests.at(request, destination))
                .toCompletableFuture()
                .join();
    }

    private HttpResponse<String> post(Map<String, String> headers, String form) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(service.address("/refunds"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
        headers.forEach(request::header);
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private void refuses(int status, Map<String, String> headers, String form) throws Exception {
        HttpResponse<String> answer = post(headers, form);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(answer.body()).isEmpty();
        assertThat(service.refunds).hasValue(0);
    }

    private void start() throws Exception {
        service = new Service(new VerifiedCallFilter(verifier), VerifiedCallFilter::call);
    }

    @Test
    void letsTheCallThroughThatTheCredentialWasIssuedFor() throws Exception {
        start();
        Credential credential = credential(Proof.NONE);
        assertThat(post(credential.headers("POST", service.address("/refunds")), RIGHT)
                        .statusCode())
                .isEqualTo(200);
        assertThat(service.refunds).hasValue(1);
    }

    @Test
    void refusesWhatIsNoCredentialOrNotThisOne() throws Exception {
        start();
        refuses(401, Map.of(), RIGHT);
        refuses(401, Map.of("Authorization", "Bearer x.y.z"), RIGHT);
        EmbeddedIssuer another = EmbeddedIssuer.builder().build();
        Credential foreign =
                another.issue(CallRequests.refund()).toCompletableFuture().join();
        refuses(401, foreign.headers("POST", service.address("/refunds")), RIGHT);
    }

    @Test
    void refusesOtherControlValues() throws Exception {
        start();
        Map<String, String> headers = credential(Proof.NONE).headers("POST", service.address("/refunds"));
        refuses(403, headers, RIGHT.replace("100.10", "100.11"));
        refuses(403, headers, RIGHT.replace("DE02", "DE03"));
    }

    // RFC 9449, 4.3: the proof names method and address.
    @Test
    void letsABoundCredentialThroughOnlyWithAProofOfThisRequest() throws Exception {
        start();
        Credential credential = credential(Proof.DPOP);
        URI here = service.address("/refunds");
        refuses(401, Map.of("Authorization", credential.headers("POST", here).get("Authorization")), RIGHT);
        refuses(401, credential.headers("GET", here), RIGHT);
        refuses(401, credential.headers("POST", service.address("/elsewhere")), RIGHT);
        Map<String, String> right = credential.headers("POST", here);
        assertThat(post(right, RIGHT).statusCode()).isEqualTo(200);
        assertThat(post(right, RIGHT).statusCode()).as("the same proof again").isEqualTo(401);
        assertThat(service.refunds).hasValue(1);
    }

    // Behind a proxy the client has written another address.
    @Test
    void comparesAProofWithThePublicAddress() throws Exception {
        URI publicAddress = URI.create("https://pay.example.com");
        service = new Service(new VerifiedCallFilter(verifier, publicAddress), VerifiedCallFilter::call);
        Credential credential = credential(Proof.DPOP);
        refuses(401, credential.headers("POST", service.address("/refunds")), RIGHT);
        assertThat(post(credential.headers("POST", publicAddress.resolve("/refunds")), RIGHT)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theCodeBehindItFailsWhereNoFilterStands() throws Exception {
        service =
                new Service((request, response, chain) -> chain.doFilter(request, response), VerifiedCallFilter::call);
        assertThat(post(credential(Proof.NONE).headers("POST", service.address("/refunds")), RIGHT)
                        .statusCode())
                .isEqualTo(500);
        assertThat(service.refunds).hasValue(0);
    }

    @Test
    void springSecurityKnowsToolActionAndSubject() throws Exception {
        service = new Service(
                spring("TOOL_refund_payment"), request -> authentication().call());
        HttpResponse<String> answer = post(credential(Proof.NONE).headers("POST", service.address("/refunds")), RIGHT);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("VerifiedCallAuthentication").doesNotContain("eyJ");
        refusesMore();
    }

    private void refusesMore() throws Exception {
        service.refunds.set(0);
        refuses(401, Map.of(), RIGHT);
        refuses(
                403,
                credential(Proof.NONE).headers("POST", service.address("/refunds")),
                RIGHT.replace("100.10", "100.11"));
    }

    @Test
    void springSecurityRefusesAnotherTool() throws Exception {
        service = new Service(
                spring("TOOL_close_account"), request -> authentication().call());
        assertThat(post(credential(Proof.NONE).headers("POST", service.address("/refunds")), RIGHT)
                        .statusCode())
                .isEqualTo(403);
        assertThat(service.refunds).hasValue(0);
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
    }

    private static VerifiedCallAuthentication authentication() {
        return (VerifiedCallAuthentication) SecurityContextHolder.getContext().getAuthentication();
    }

    private Filter spring(String authority) throws Exception {
        SecurityContextHolderAwareRequestFilter aware = new SecurityContextHolderAwareRequestFilter();
        aware.afterPropertiesSet();
        return new FilterChainProxy(new DefaultSecurityFilterChain(
                AnyRequestMatcher.INSTANCE,
                new VerifiedCallSecurityFilter(verifier),
                aware,
                new ExceptionTranslationFilter(
                        new HttpStatusEntryPoint(org.springframework.http.HttpStatus.UNAUTHORIZED)),
                new AuthorizationFilter(AuthorityAuthorizationManager.hasAuthority(authority))));
    }
}
