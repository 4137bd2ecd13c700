/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.keycloak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** The devices of all people: Keycloak says here what somebody is asked, and is told what they answer. */
final class Device extends Dispatcher {
    private final MockWebServer server = new MockWebServer();
    private final List<String> shown = new CopyOnWriteArrayList<>();
    private volatile URI callback;
    private volatile String answer = "SUCCEED";

    Device() throws IOException {
        server.setDispatcher(this);
        server.start(InetAddress.getByName("127.0.0.1"), 0);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/ask");
    }

    void answersTo(String issuer) {
        callback = URI.create(issuer + "/protocol/openid-connect/ext/ciba/auth/callback");
    }

    /** @param status {@code SUCCEED}, {@code UNAUTHORIZED} or {@code CANCELLED} */
    void willAnswer(String status) {
        answer = status;
    }

    /** What was asked, as Keycloak sent it. */
    List<String> shown() {
        return shown;
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        shown.add(request.getBody() == null ? "" : request.getBody().utf8());
        HttpRequest decision = HttpRequest.newBuilder(callback)
                .header("Authorization", String.valueOf(request.getHeaders().get("Authorization")))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"status\":\"" + answer + "\"}"))
                .build();
        HttpClient.newHttpClient().sendAsync(decision, HttpResponse.BodyHandlers.discarding());
        return new MockResponse.Builder().code(201).build();
    }
}
