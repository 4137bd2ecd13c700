/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A service that takes its time to answer, and remembers what the requests said of when they were about to leave. */
final class SlowServer implements AutoCloseable {
    private static final long SLOW_MILLIS = 250;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final Queue<Long> begun = new ConcurrentLinkedQueue<>();
    private final AtomicInteger open = new AtomicInteger();

    SlowServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        begun.add(Long.parseLong(exchange.getRequestURI().getPath().substring(1)));
        open.incrementAndGet();
        try {
            Thread.sleep(SLOW_MILLIS);
            exchange.sendResponseHeaders(200, -1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.decrementAndGet();
            exchange.close();
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    /** How many requests it is about to answer. */
    int open() {
        return open.get();
    }

    Queue<Long> begun() {
        return begun;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
