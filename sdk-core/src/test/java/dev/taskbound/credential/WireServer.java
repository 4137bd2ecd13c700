/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;

/** Does with a connection what no HTTP server can be made to do. A connection stays open until the behaviour closes it. */
final class WireServer implements AutoCloseable {
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final StringBuffer understood = new StringBuffer();
    private final Behaviour behaviour;

    WireServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        threads.execute(this::accept);
    }

    /** What is done with each connection. Whoever writes without end is stopped by the client, which hangs up. */
    interface Behaviour {
        void on(Peer peer) throws IOException;
    }

    URI address(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + listener.getLocalPort() + path);
    }

    /** Everything that was sent so that this server could read it. */
    String understood() {
        return understood.toString();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(new Peer(socket)));
            }
        } catch (IOException closed) {
            // It is over.
        }
    }

    private void serve(Peer peer) {
        try {
            behaviour.on(peer);
        } catch (IOException hungUp) {
            peer.close();
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
        threads.shutdownNow();
    }

    /** The other end of one connection. */
    final class Peer {
        private Socket socket;

        Peer(Socket socket) {
            this.socket = socket;
        }

        void readSomething() throws IOException {
            if (socket.getInputStream().read(new byte[16_384]) < 0) {
                throw new IOException("hung up");
            }
        }

        /** Head and body of one request. */
        Peer readRequest() throws IOException {
            String head = "";
            while (!head.endsWith("\r\n\r\n")) {
                head += read(1);
            }
            Matcher length = LENGTH.matcher(head);
            if (length.find()) {
                read(Integer.parseInt(length.group(1)));
            }
            return this;
        }

        private String read(int bytes) throws IOException {
            InputStream in = socket.getInputStream();
            byte[] read = in.readNBytes(bytes);
            if (read.length < bytes) {
                throw new IOException("hung up");
            }
            String text = new String(read, ISO_8859_1);
            understood.append(text);
            return text;
        }

        OutputStream out() throws IOException {
            return socket.getOutputStream();
        }

        Peer write(String text) throws IOException {
            write(text.getBytes(ISO_8859_1));
            return this;
        }

        void write(byte[] bytes) throws IOException {
            out().write(bytes);
            out().flush();
        }

        Peer handshake(HandshakeCertificates tls, boolean wantsCertificate) throws IOException {
            SSLSocket secured = (SSLSocket)
                    tls.sslContext().getSocketFactory().createSocket(socket, "127.0.0.1", socket.getPort(), true);
            secured.setUseClientMode(false);
            secured.setNeedClientAuth(wantsCertificate);
            secured.startHandshake();
            socket = secured;
            return this;
        }

        void close() {
            try {
                socket.close();
            } catch (IOException closed) {
                // That is what was wanted.
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }
}
