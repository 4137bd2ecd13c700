/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TestCall;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Issue 6, judged by 1: several calls on one HTTP/2 connection over TLS, and a kill of one of them. */
class SharedConnectionTest extends HttpTest {
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final CountDownLatch sending = new CountDownLatch(3);
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void theStreamOfTheKilledCallEndsAndThoseOfOthersGoOn() throws Exception {
        MockWebServer orders = net.serve("orders.test");
        orders.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                if (request.getTarget().equals("/wait")) {
                    waiting.countDown();
                    answer.await();
                }
                return Net.ok();
            }
        });
        TestCall killed = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        TestCall other = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        Call.Factory http = http();
        assertThat(send(other, http, get(net.url("orders.test", "/first")))).isEqualTo(200);
        CompletableFuture<Integer> waits = inBackground(() -> send(other, http, get(net.url("orders.test", "/wait"))));
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
        Request upload = new Request.Builder()
                .url(net.url("orders.test", "/upload"))
                .post(new Endless())
                .build();
        CompletableFuture<Integer> uploads = inBackground(() -> send(killed, http, upload));
        assertThat(sending.await(30, TimeUnit.SECONDS)).isTrue();

        killed.end(ReasonCode.REVOKED);
        int then = sent.get();
        assertThatThrownBy(() -> uploads.get(30, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfAny(IOException.class, ToolCallDeniedException.class);
        // One may have been sent before, and counted after.
        assertThat(sent.get() - then).as("pieces sent after the kill").isLessThanOrEqualTo(1);

        answer.countDown();
        assertThat(waits.get(30, TimeUnit.SECONDS)).isEqualTo(200);
        assertThat(send(other, http, get(net.url("orders.test", "/later")))).isEqualTo(200);
        for (int i = 0; i < 3; i++) {
            RecordedRequest request = take(orders);
            assertThat(request.getVersion()).isEqualTo("HTTP/2");
            assertThat(request.getConnectionIndex())
                    .as("the connection of %s", request.getTarget())
                    .isZero();
        }
    }

    private interface Sending {
        int send() throws Exception;
    }

    private static CompletableFuture<Integer> inBackground(Sending sending) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                code.complete(sending.send());
            } catch (Throwable e) {
                code.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return code;
    }

    private final class Endless extends RequestBody {
        @Override
        public @Nullable MediaType contentType() {
            return null;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            while (true) {
                sink.write(new byte[512]);
                sink.flush();
                sent.incrementAndGet();
                sending.countDown();
            }
        }
    }
}
