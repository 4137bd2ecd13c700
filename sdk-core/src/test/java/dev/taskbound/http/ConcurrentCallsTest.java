/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.guard.TestCall;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** Many tool calls share one client and its connections; no credential turns up in another's request. */
class ConcurrentCallsTest extends HttpTest {
    private static final int CALLS = 1_000;

    @Test
    void neverMixesTheCredentialsOfInterleavedCalls() throws Exception {
        Queue<String> mixed = new ConcurrentLinkedQueue<>();
        AtomicInteger served = new AtomicInteger();
        MockWebServer orders = net.serve("orders.test");
        orders.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                served.incrementAndGet();
                String whose = request.getTarget().substring(1);
                String shown = request.getHeaders().get("Authorization");
                if (!("Bearer token-of-" + whose).equals(shown)) {
                    mixed.add(whose + " showed " + shown);
                }
                return Net.ok();
            }
        });
        List<TestCall> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tasks.add(TestCall.to(Net.destination(net.at("orders.test")), "token-of-" + i));
        }
        Call.Factory http = http();
        CountDownLatch answers = new CountDownLatch(CALLS);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < CALLS; i++) {
            String whose = Integer.toString(i % tasks.size());
            tasks.get(i % tasks.size()).run(() -> {
                http.newCall(get(net.url("orders.test", "/" + whose))).enqueue(new Count(answers, failures));
                return null;
            });
        }
        assertThat(answers.await(50, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
        assertThat(mixed).isEmpty();
        assertThat(served).hasValue(CALLS);
    }

    /** OkHttp runs five calls per host by default. */
    @Test
    void runsAsManyCallsAtOnceAsToldTo() throws Exception {
        CountDownLatch together = new CountDownLatch(20);
        MockWebServer orders = net.serve("orders.test");
        orders.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
                together.countDown();
                return Net.answer(together.await(20, TimeUnit.SECONDS) ? 200 : 500);
            }
        });
        assertThat(Dispatchers.create(100).getMaxRequests()).isEqualTo(100);
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        Call.Factory http = GuardedHttp.wrap(net.client().build(), 20);
        CountDownLatch answers = new CountDownLatch(20);
        Queue<String> failures = new ConcurrentLinkedQueue<>();
        call.run(() -> {
            for (int i = 0; i < 20; i++) {
                http.newCall(get(net.url("orders.test", "/" + i))).enqueue(new Count(answers, failures));
            }
            return null;
        });
        assertThat(answers.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEmpty();
    }

    private record Count(CountDownLatch answers, Queue<String> failures) implements Callback {
        @Override
        public void onFailure(Call call, IOException e) {
            failures.add(e.toString());
            answers.countDown();
        }

        @Override
        public void onResponse(Call call, Response response) {
            if (response.code() != 200) {
                failures.add(response.toString());
            }
            response.close();
            answers.countDown();
        }
    }
}
