/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.guard.CallContext;
import java.io.IOException;
import java.net.SocketException;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Protocol;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Cancels an HTTP call when the tool call ends, from its start until its last stream is closed, and tells the tool call
 * while a request of it is being handed to the network.
 */
final class CancelAtEnd extends EventListener {
    private final CallContext context;
    private volatile CallContext.@Nullable Registration registration;
    private volatile CallContext.@Nullable Registration leaving;
    private volatile @Nullable Connection connection;

    CancelAtEnd(CallContext context) {
        this.context = context;
    }

    static CancelAtEnd of(Call call) {
        CancelAtEnd listener = call.request().tag(CancelAtEnd.class);
        if (listener == null) {
            throw new IllegalStateException("a call that GuardedHttp did not make");
        }
        return listener;
    }

    @Override
    public void callStart(Call call) {
        registration = context.onCut(() -> cut(call));
    }

    /** The last look: refused if the tool call has ended; if not, whoever ends it waits until the request is out. */
    void leaves() {
        leaving = context.leaving();
    }

    void hasLeft() {
        CallContext.Registration open = leaving;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void requestHeadersEnd(Call call, Request request) {
        hasLeft();
    }

    @Override
    public void connectionAcquired(Call call, Connection acquired) {
        connection = acquired;
    }

    @Override
    public void connectionReleased(Call call, Connection released) {
        connection = null;
    }

    /** What the kernel has not sent yet is not sent either, where the connection is this call's alone. */
    private void cut(Call call) {
        Connection used = connection;
        if (used != null && used.protocol() != Protocol.HTTP_2) {
            try {
                used.socket().setSoLinger(true, 0);
            } catch (SocketException e) {
                // Closed already.
            }
        }
        call.cancel();
    }

    @Override
    public void callEnd(Call call) {
        withdraw();
    }

    @Override
    public void callFailed(Call call, IOException failure) {
        withdraw();
    }

    private void withdraw() {
        CallContext.Registration registered = registration;
        if (registered != null) {
            registered.close();
        }
    }
}
