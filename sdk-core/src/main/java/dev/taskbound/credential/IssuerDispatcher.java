/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import okhttp3.Dispatcher;

/** The threads on which issuers answer: daemons, so that they keep no application alive, and gone when idle. */
final class IssuerDispatcher {
    /** Requests at once to one issuer; OkHttp's own default of 5 would queue a busy agent. */
    private static final int REQUESTS = 64;

    private static final AtomicLong NUMBER = new AtomicLong();

    private IssuerDispatcher() {}

    static Dispatcher create() {
        Dispatcher dispatcher = new Dispatcher(new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), IssuerDispatcher::thread));
        dispatcher.setMaxRequests(REQUESTS);
        dispatcher.setMaxRequestsPerHost(REQUESTS);
        return dispatcher;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "taskbound-credentials-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
