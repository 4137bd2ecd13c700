/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;

/**
 * A server to which nothing may be sent on. It counts what comes to an address that it gave out, and not what others still send
 * to whoever had its port before.
 */
public final class Elsewhere implements AutoCloseable {
    private final MockWebServer server = new MockWebServer();
    private final Set<String> given = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();

    public void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (given.contains(request.getTarget())) {
                    requests.incrementAndGet();
                }
                return new MockResponse.Builder().build();
            }
        });
        server.start();
    }

    public HttpUrl url(String path) {
        given.add(path);
        return server.url(path);
    }

    public int getRequestCount() {
        return requests.get();
    }

    @Override
    public void close() {
        server.close();
    }
}
