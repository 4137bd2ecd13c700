/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TestCall;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What the tests of guarded HTTP have in common. */
@NeedsPart(Loopback.class)
@Timeout(60)
abstract class HttpTest {
    static final String TOKEN = "tok-5f2c9e";

    final Net net = new Net();

    @AfterEach
    void closeNet() {
        net.close();
    }

    Call.Factory http() {
        return GuardedHttp.wrap(net.client().build());
    }

    static Request get(HttpUrl url) {
        return new Request.Builder().url(url).build();
    }

    static int send(TestCall call, Call.Factory http, Request request) throws Exception {
        return call.run(() -> {
            try (Response response = http.newCall(request).execute()) {
                response.body().bytes();
                return response.code();
            }
        });
    }

    int send(TestCall call, Request request) throws Exception {
        return send(call, http(), request);
    }

    /** Sends and expects a refusal for this reason, recorded with these words. */
    void refused(TestCall call, Call.Factory http, Request request, ReasonCode reason, String recorded) {
        ToolCallDeniedException denied =
                catchThrowableOfType(ToolCallDeniedException.class, () -> send(call, http, request));
        assertThat(denied).as("refusal of " + request.url()).isNotNull();
        assertThat(denied.reason()).isEqualTo(reason);
        assertThat(call.refusals())
                .anySatisfy(line -> assertThat(line).startsWith(reason + " ").contains(recorded));
        assertThat(call.refusals().toString()).doesNotContain(TOKEN);
    }

    void refused(TestCall call, Request request, ReasonCode reason, String recorded) {
        refused(call, http(), request, reason, recorded);
    }

    static RecordedRequest take(MockWebServer server) throws InterruptedException {
        RecordedRequest request = server.takeRequest(30, TimeUnit.SECONDS);
        assertThat(request).as("a request within 30 s").isNotNull();
        return request;
    }
}
