/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk.services;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.taskbound.credential.CredentialRefusedException;
import dev.taskbound.credential.CredentialVerifier;
import dev.taskbound.credential.VerifiedCall;
import dev.taskbound.samples.supportdesk.services.AccessLog.Entry;
import dev.taskbound.samples.supportdesk.services.Endpoint.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.NoSuchElementException;

/** An HTTP server on a free loopback port: verifies the credential of every request first, and logs the request. */
final class ResourceServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String name;
    private final CredentialVerifier verifier;
    private final Endpoint endpoint;
    private final AccessLog log;
    private final HttpServer server;

    ResourceServer(String name, CredentialVerifier verifier, Endpoint endpoint, AccessLog log) throws IOException {
        this.name = name;
        this.verifier = verifier;
        this.endpoint = endpoint;
        this.log = log;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
    }

    ResourceServer start() {
        server.start();
        return this;
    }

    String host() {
        return "localhost:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath().substring(1);
            Request request = new Request(exchange.getRequestMethod(), path, JSON.readTree(exchange.getRequestBody()));
            try {
                VerifiedCall caller =
                        verifier.verify(exchange.getRequestHeaders().getFirst("Authorization"));
                serve(caller, request, exchange);
            } catch (CredentialRefusedException e) {
                refuse("", request, e, exchange);
            }
        }
    }

    private void serve(VerifiedCall caller, Request request, HttpExchange exchange) throws IOException {
        String credential = caller.credentialId();
        try {
            Object answer = endpoint.serve(caller, request);
            log.add(new Entry(name, request.toString(), 200, credential, "for " + caller.subject()));
            send(exchange, 200, answer);
        } catch (CredentialRefusedException e) {
            refuse(credential, request, e, exchange);
        } catch (NoSuchElementException e) {
            log.add(new Entry(name, request.toString(), 404, credential, "not found"));
            send(exchange, 404, Map.of("error", "not found"));
        }
    }

    private void refuse(String credential, Request request, CredentialRefusedException e, HttpExchange exchange)
            throws IOException {
        log.add(new Entry(name, request.toString(), e.httpStatus(), credential, String.valueOf(e.getMessage())));
        exchange.getResponseHeaders().set("WWW-Authenticate", e.wwwAuthenticate());
        send(exchange, e.httpStatus(), Map.of("error", "the credential was refused"));
    }

    private static void send(HttpExchange exchange, int status, Object answer) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
