/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.CallContext;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one session, each closed when its tool call ends, in the middle of a login too. The driver makes it by
 * its name, on whatever thread it logs in: hence public, and hence the ticket in place of the call. Of no use to anybody
 * else.
 */
public final class CallSockets extends SocketFactory {
    private static final Map<String, CallContext> LOGINS = new ConcurrentHashMap<>();

    private final CallContext call;

    /** @param ticket names the call that logs in */
    public CallSockets(String ticket) {
        CallContext found = LOGINS.get(ticket);
        if (found == null) {
            throw new ToolCallDeniedException(ReasonCode.NO_TASK);
        }
        this.call = found;
    }

    /** Lets sessions that log in with these properties use sockets of the call, until the answer is closed. */
    static CallContext.Registration login(CallContext call, Properties properties) {
        String ticket = UUID.randomUUID().toString();
        LOGINS.put(ticket, call);
        properties.setProperty("socketFactory", CallSockets.class.getName());
        properties.setProperty("socketFactoryArg", ticket);
        return () -> LOGINS.remove(ticket);
    }

    @Override
    public Socket createSocket() {
        Socket socket = new CallSocket();
        // Runs at once if the call has ended, and the socket then connects to nothing.
        call.onCut(() -> cut(socket));
        return socket;
    }

    /** Sends nothing from the moment the call has ended, before anybody comes to close it. */
    private final class CallSocket extends Socket {
        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    if (!call.isLive()) {
                        throw new SocketException("the tool call has ended");
                    }
                    out.write(bytes, from, length);
                }
            };
        }
    }

    /** What the kernel has not sent yet is not sent either. */
    private static void cut(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (SocketException e) {
            // Closed already, or not connected yet.
        }
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a connection could not be closed");
        }
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(localHost, localPort));
    }

    private Socket connected(InetSocketAddress to, @Nullable InetSocketAddress from) throws IOException {
        Socket socket = createSocket();
        if (from != null) {
            socket.bind(from);
        }
        socket.connect(to);
        return socket;
    }
}
