/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands where a database should be: hands on, up to a point, or does something else. */
final class FaultyServer implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int behind;
    final AtomicInteger connections = new AtomicInteger();

    /** What happens to a connection. */
    volatile Fault fault = Fault.none();

    /**
     * @param handsOn how many bytes of the real server's answers arrive; negative for all
     * @param then what comes instead of the rest, if the connection does not just end
     * @param stays whether the connection stays open in silence
     */
    record Fault(int handsOn, byte[] then, boolean stays) {
        private static final Fault NONE = new Fault(-1, new byte[0], false);

        static Fault none() {
            return NONE;
        }
    }

    /** @param behind the port of the real server */
    FaultyServer(int behind) throws IOException {
        this.behind = behind;
        Thread thread = new Thread(this::accept, "faulty-server");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                connections.incrementAndGet();
                open.add(client);
                start(() -> serve(client, fault));
            }
        } catch (IOException e) {
            // It was closed.
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "faulty-connection");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket client, Fault now) {
        try (Socket real = new Socket(InetAddress.getLoopbackAddress(), behind)) {
            open.add(real);
            start(() -> copy(client, real));
            handOn(real.getInputStream(), client.getOutputStream(), now.handsOn());
            client.getOutputStream().write(now.then());
            client.getOutputStream().flush();
            while (now.stays() && client.getInputStream().read() >= 0) {
                // Whatever it says, it gets no answer.
            }
        } catch (IOException e) {
            // One of both has gone.
        } finally {
            close(client);
        }
    }

    private static void handOn(InputStream from, OutputStream to, int most) throws IOException {
        byte[] bytes = new byte[8192];
        int left = most < 0 ? Integer.MAX_VALUE : most;
        while (left > 0) {
            int read = from.read(bytes, 0, Math.min(left, bytes.length));
            if (read < 0) {
                return;
            }
            to.write(bytes, 0, read);
            to.flush();
            left -= most < 0 ? 0 : read;
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of both has gone.
        } finally {
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is closed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(FaultyServer::close);
    }
}
