/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;

/** What runs enqueued calls. */
final class Dispatchers {
    private static final long IDLE_SECONDS = 60;

    private Dispatchers() {}

    static Dispatcher create(int callsAtOnce) {
        Dispatcher dispatcher = new Dispatcher(threads());
        dispatcher.setMaxRequests(callsAtOnce);
        dispatcher.setMaxRequestsPerHost(callsAtOnce);
        return dispatcher;
    }

    /** Unbounded here, because the dispatcher bounds it; daemons, because nobody closes a wrapped client. */
    private static ExecutorService threads() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), Dispatchers::daemon);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "taskbound-http");
        thread.setDaemon(true);
        return thread;
    }
}
