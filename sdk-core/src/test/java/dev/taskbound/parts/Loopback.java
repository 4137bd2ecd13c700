/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.parts;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A server on this machine that only this machine reaches. */
public final class Loopback implements Part {
    private static final int TIMEOUT_MILLIS = 10_000;

    @Override
    public String name() {
        return "loopback";
    }

    @Override
    public String install() {
        return "allow sockets on the loopback interface";
    }

    @Override
    public void probe() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(TIMEOUT_MILLIS);
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket accepted = server.accept()) {
                client.setSoTimeout(TIMEOUT_MILLIS);
                accepted.getOutputStream().write(1);
                if (client.getInputStream().read() != 1) {
                    throw new IOException("what was sent did not arrive");
                }
            }
        }
    }
}
