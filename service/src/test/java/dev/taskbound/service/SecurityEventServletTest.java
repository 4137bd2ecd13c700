/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.credential.Tokens;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Policy;
import dev.taskbound.revocation.Events;
import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 6: a receiver for CAEP push (RFC 8935), as a transmitter sees it. */
@NeedsPart(Loopback.class)
@Timeout(60)
class SecurityEventServletTest {
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Policy.parse("p.yaml", "version: 1\nname: p\nrevision: 1\n"))
            .audit(new InMemoryAuditSink(1_000))
            .build();
    private final Tomcat tomcat = new Tomcat();

    @BeforeEach
    void start() throws Exception {
        SecurityEventReceiver receiver = guard.securityEvents(Tokens.ISSUER)
                .keys(Tokens.keySet(Tokens.RSA))
                .audience(Events.AUDIENCE)
                .build();
        tomcat.setPort(0);
        tomcat.setHostname("127.0.0.1");
        Context context = tomcat.addContext("", null);
        Tomcat.addServlet(context, "events", new SecurityEventServlet(receiver));
        context.addServletMappingDecoded("/events", "events");
        tomcat.getConnector();
        tomcat.start();
    }

    @AfterEach
    void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
        guard.close();
    }

    private HttpResponse<String> send(String method, String type, String body) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/events");
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void anEventIsInForceWhenItIsAcknowledged() throws Exception {
        String event = Events.sign(Events.sessionRevoked(Events.ALICE));
        HttpResponse<String> answer = send("POST", SecurityEventReceiver.CONTENT_TYPE, event);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(guard.revocations())
                .extracting(each -> each.target())
                .containsExactly(new Target(Kind.PRINCIPAL, "alice"));
    }

    @Test
    void whatIsRefusedSaysWhyAndRevokesNothing() throws Exception {
        Map<String, Object> foreign = Events.sessionRevoked(Events.ALICE);
        foreign.put("aud", "https://other.example");
        HttpResponse<String> answer = send("POST", SecurityEventReceiver.CONTENT_TYPE, Events.sign(foreign));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Content-Language")).hasValue("en");
        assertThat(answer.body()).contains("\"err\":\"invalid_audience\"");

        String good = Events.sign(Events.sessionRevoked(Events.ALICE));
        assertThat(send("POST", "application/json", good).statusCode()).isEqualTo(415);
        assertThat(send("PUT", SecurityEventReceiver.CONTENT_TYPE, good).statusCode())
                .isEqualTo(405);
        assertThat(send("POST", SecurityEventReceiver.CONTENT_TYPE, "x".repeat(40_000))
                        .statusCode())
                .isEqualTo(413);
        assertThat(guard.revocations()).isEmpty();
    }
}
