/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;

/** Whether a request went over a connection that was open already. Servers close idle ones without a word. */
final class ConnectionUse extends EventListener {
    private volatile boolean opened;
    private volatile boolean used;

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        opened = true;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        used = true;
    }

    /** A server that is silent is so on any connection. */
    boolean isStale(IOException failure) {
        return used && !opened && !(failure instanceof InterruptedIOException);
    }
}
