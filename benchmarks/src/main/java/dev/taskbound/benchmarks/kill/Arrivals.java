/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.kill;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A server that knows little more of HTTP than where a request ends, and notes when bytes arrive. One request a connection. */
final class Arrivals implements AutoCloseable {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 500, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong last = new AtomicLong(Long.MIN_VALUE);
    private final Queue<Long> begun = new ConcurrentLinkedQueue<>();

    Arrivals() throws IOException {
        threads.execute(this::accept);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> answer(socket));
            } catch (IOException e) {
                // Closed.
                return;
            }
        }
    }

    private void answer(Socket socket) {
        try (Socket open = socket) {
            InputStream noted = new NotedStream(open.getInputStream());
            BufferedReader lines = new BufferedReader(new InputStreamReader(noted, StandardCharsets.US_ASCII));
            String first = lines.readLine();
            if (first == null) {
                return;
            }
            begun.add(Long.parseLong(first.split(" ")[1].substring(1)));
            boolean chunked = false;
            for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
                chunked |= line.equalsIgnoreCase("Transfer-Encoding: chunked");
            }
            for (String line = chunked ? lines.readLine() : null; line != null && !line.equals("0"); ) {
                line = lines.readLine();
            }
            OutputStream out = open.getOutputStream();
            out.write(ANSWER);
            out.flush();
        } catch (IOException e) {
            // Cut off.
        }
    }

    int port() {
        return server.getLocalPort();
    }

    /** What a request adds to it is when its tool began to send it. */
    String url() {
        return "http://127.0.0.1:" + port() + "/";
    }

    long last() {
        return last.get();
    }

    long begunAfter(long time) {
        return begun.stream().filter(each -> each - time > 0).count();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private final class NotedStream extends java.io.FilterInputStream {
        NotedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = in.read(bytes, from, length);
            if (count > 0) {
                last.accumulateAndGet(System.nanoTime(), Math::max);
            }
            return count;
        }
    }
}
