/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.internal.net;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Clients for the guard's own requests: what is asked is what is sent, once, to where it was addressed. */
public final class PlainHttp {
    /** Requests at once to one host; OkHttp's own default of 5 would queue a busy agent. */
    private static final int REQUESTS = 64;

    private static final AtomicLong NUMBER = new AtomicLong();

    private PlainHttp() {}

    /**
     * A client that follows no redirect, keeps no cookie and nothing else, and tries nothing twice; on daemon threads of
     * its own, gone when idle. What an answer may take of memory is bounded, except over sockets of the application's own.
     *
     * @param settings whose TLS, proxy, DNS, sockets and interceptors are used
     * @param threads what its threads are called
     */
    public static OkHttpClient client(OkHttpClient settings, String threads) {
        return settings.newBuilder()
                .dispatcher(dispatcher(threads))
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .cookieJar(CookieJar.NO_COOKIES)
                .authenticator(Authenticator.NONE)
                .cache(null)
                .socketFactory(sockets(settings))
                .build();
    }

    private static SocketFactory sockets(OkHttpClient settings) {
        boolean isDefault = settings.socketFactory() == SocketFactory.getDefault();
        return isDefault ? new BoundedSockets() : settings.socketFactory();
    }

    private static Dispatcher dispatcher(String threads) {
        Dispatcher dispatcher = new Dispatcher(new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> thread(work, threads)));
        dispatcher.setMaxRequests(REQUESTS);
        dispatcher.setMaxRequestsPerHost(REQUESTS);
        return dispatcher;
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name + "-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
