/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.policy.Destination;
import dev.taskbound.policy.Destination.Trace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** A small internet on loopback: named servers with TLS, and a DNS that counts. */
final class Net implements AutoCloseable, Dns {
    private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
            .addSubjectAlternativeName("*.test")
            .addSubjectAlternativeName("localhost")
            .build();
    static final HandshakeCertificates TLS = new HandshakeCertificates.Builder()
            .heldCertificate(CERTIFICATE)
            .addTrustedCertificate(CERTIFICATE.certificate())
            .build();

    final List<String> lookups = new CopyOnWriteArrayList<>();
    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final Map<String, MockWebServer> servers = new HashMap<>();

    /** A server with this name; without TLS where the name is a loopback address. */
    MockWebServer serve(String host, MockResponse... responses) throws IOException {
        MockWebServer server = new MockWebServer();
        if (host.endsWith(".test")) {
            server.useHttps(TLS.sslSocketFactory());
            resolve(host, "127.0.0.1");
        }
        server.start(InetAddress.getByName(host.endsWith(".test") ? "127.0.0.1" : host), 0);
        Stream.of(responses).forEach(server::enqueue);
        servers.put(host, server);
        return server;
    }

    void resolve(String host, String... addresses) throws UnknownHostException {
        List<InetAddress> all = new ArrayList<>();
        for (String address : addresses) {
            all.add(InetAddress.getByName(address));
        }
        names.put(host, all);
    }

    String at(String host) {
        return host + ":" + servers.get(host).getPort();
    }

    HttpUrl url(String host, String path) {
        return HttpUrl.get((host.endsWith(".test") ? "https://" : "http://") + at(host) + path);
    }

    OkHttpClient.Builder client() {
        return new OkHttpClient.Builder()
                .dns(this)
                .sslSocketFactory(TLS.sslSocketFactory(), TLS.trustManager())
                .readTimeout(Duration.ofSeconds(30));
    }

    @Override
    public List<InetAddress> lookup(String hostname) throws UnknownHostException {
        lookups.add(hostname);
        List<InetAddress> found = names.get(hostname);
        if (found == null) {
            throw new UnknownHostException(hostname);
        }
        return found;
    }

    static Destination destination(Trace trace, boolean privateAddresses, String... hosts) {
        return new Destination(
                "orders",
                List.of(hosts),
                "corporate",
                "orders",
                null,
                null,
                Map.of(),
                Duration.ofMinutes(1),
                trace,
                privateAddresses,
                Destination.Proof.NONE,
                Destination.Reuse.NONE);
    }

    /** Private addresses allowed: everything here is on loopback. */
    static Destination destination(String... hosts) {
        return destination(Trace.NONE, true, hosts);
    }

    static MockResponse ok() {
        return answer(200);
    }

    static MockResponse answer(int code) {
        return new MockResponse.Builder().code(code).body("body").build();
    }

    static MockResponse redirect(int code, Object location) {
        return new MockResponse.Builder()
                .code(code)
                .setHeader("Location", location)
                .body("moved")
                .build();
    }

    @Override
    public void close() {
        servers.values().forEach(MockWebServer::close);
    }
}
