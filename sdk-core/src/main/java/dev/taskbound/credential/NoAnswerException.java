/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

/** A server gave no answer at all. The message names the address, never what was sent. */
final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean stale;

    /** @param stale whether it was a connection from earlier that failed, which says nothing about the server as it is now */
    NoAnswerException(String message, boolean stale) {
        super(message, null, false, false);
        this.stale = stale;
    }

    boolean isStale() {
        return stale;
    }
}
