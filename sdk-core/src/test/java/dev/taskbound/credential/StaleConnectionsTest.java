/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 4, kindness and speed: servers close connections that were idle without a word. That is no sign that they are
 * down, and no call is refused for it.
 */
@NeedsPart(Loopback.class)
@Timeout(60)
class StaleConnectionsTest {
    private static final int AT_ONCE = 40;

    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final ServerSocket listening = listening();
    private final JsonHttp http =
            new JsonHttp(new OkHttpClient(), OpenTelemetry.noop(), "test", Metrics.of(OpenTelemetry.noop()));
    private final CountDownLatch together = new CountDownLatch(AT_ONCE);
    /** Whether a connection is cut after its first answer, when the next request has come. */
    private volatile boolean cuts = true;

    private static ServerSocket listening() {
        try {
            return new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        daemon(() -> {
            while (true) {
                Socket socket = listening.accept();
                connections.incrementAndGet();
                daemon(() -> serve(socket));
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        listening.close();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Exception e) {
                // The test is over, or the client has gone.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) throws Exception {
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int i = 0; readRequest(in) && !(i > 0 && cuts); i++) {
                // Only when all are there, so that each has a connection of its own.
                together.countDown();
                together.await();
                answered.incrementAndGet();
                socket.getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
                                .getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static boolean readRequest(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && !line.isEmpty()) {
            line = in.readLine();
        }
        return line != null;
    }

    private List<Throwable> failures() {
        URI address = URI.create("http://127.0.0.1:" + listening.getLocalPort() + "/keys");
        List<CompletableFuture<JsonAnswer>> asked = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            asked.add(http.get(address));
        }
        return asked.stream()
                .map(answer -> catchThrowable(answer::join))
                .filter(failure -> failure != null)
                .toList();
    }

    @Test
    void requestsOverConnectionsThatAreGoneAreMadeAnewAndHoldNobodyBack() {
        assertThat(failures()).isEmpty();
        assertThat(failures()).isEmpty();
        assertThat(answered).hasValue(2 * AT_ONCE);
    }

    @Test
    void aServerThatTakesNoConnectionIsDown() throws IOException {
        assertThat(failures()).isEmpty();
        listening.close();
        assertThat(failures())
                .anySatisfy(failure -> assertThat(failure).hasMessageContaining("has not answered lately"));
    }

    @Test
    void connectionsThatAreOpenAreUsedAgain() {
        cuts = false;
        assertThat(failures()).isEmpty();
        assertThat(failures()).isEmpty();
        assertThat(answered).hasValue(2 * AT_ONCE);
        assertThat(connections).hasValue(AT_ONCE);
    }
}
