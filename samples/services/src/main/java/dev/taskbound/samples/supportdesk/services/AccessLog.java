/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk.services;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** What the services were asked, and by which credential. Holds ids of credentials, never a credential. Thread-safe. */
public final class AccessLog {
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    void add(Entry entry) {
        entries.add(entry);
    }

    /** In the order in which the requests were answered. */
    public List<Entry> entries() {
        return List.copyOf(entries);
    }

    /**
     * One request.
     *
     * @param request method and path
     * @param status the HTTP status of the answer; only below 400 did the service do anything
     * @param credential the id ({@code jti}) of the verified credential; empty if there was none
     * @param note whom it was done for, or why it was refused
     */
    public record Entry(String service, String request, int status, String credential, String note) {
        public boolean isAccepted() {
            return status < 400;
        }
    }
}
