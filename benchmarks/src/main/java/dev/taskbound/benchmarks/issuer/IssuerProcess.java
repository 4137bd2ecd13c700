/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;

/** A {@link SlowIssuer} that can be killed and started again, with the same key on the same port. */
final class IssuerProcess implements AutoCloseable {
    private final int port;
    private final RSAKey key;
    private Process process;

    IssuerProcess() throws IOException, JOSEException {
        try (ServerSocket socket = new ServerSocket(0)) {
            this.port = socket.getLocalPort();
        }
        this.key = new RSAKeyGenerator(2048).keyID("issuer").generate();
        this.process = started();
    }

    /** Returns when it takes requests. */
    void start() throws IOException {
        process = started();
    }

    private Process started() throws IOException {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // The server's own default closes what is more, without a word, in the middle of the load.
                        "-Dsun.net.httpserver.maxIdleConnections=1000",
                        // Else each answer on JDK 17 waits 40 ms for an acknowledgement.
                        "-Dsun.net.httpserver.nodelay=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowIssuer.class.getName(),
                        String.valueOf(port),
                        key.toJSONString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = started.inputReader();
        if (!"ready".equals(out.readLine())) {
            throw new IOException("the issuer did not start");
        }
        return started;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    String issuer() {
        return "http://127.0.0.1:" + port;
    }

    long cpuNanos() {
        return process.info().totalCpuDuration().orElseThrow().toNanos();
    }

    /** How many tokens it was asked for since it was started. */
    long count() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(issuer() + "/count")).build();
        return Long.parseLong(HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body());
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
