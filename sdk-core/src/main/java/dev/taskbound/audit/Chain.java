/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.nio.charset.StandardCharsets;

/**
 * Where a chain of records stands, and the one place that knows how a link is made. Not thread-safe.
 *
 * <p>A record is the line {@code {"event":…,"hash":…,"previous":…,"seq":…}} in canonical JSON (RFC 8785) and a line
 * feed; {@code hash = SHA-256("taskbound-audit-v1\0" ‖ the same object without its hash)}. The first {@code previous} is
 * {@link #START}.
 */
final class Chain {
    /** Stands for the hash before the first record, and names the format. */
    static final String START = "taskbound-audit-v1";

    private static final String PREFIX = START + "\0";

    private final Sha256 sha256 = new Sha256();
    private long seq;
    private String last;

    /** After the given number of records. */
    Chain(long seq, String last) {
        this.seq = seq;
        this.last = last;
    }

    /** How many records it has. */
    long seq() {
        return seq;
    }

    /** The hash of its last record. */
    String last() {
        return last;
    }

    /** The hash of the record that would follow, whose event has this canonical text. Strings here need no escapes. */
    String hashOfNext(String event) {
        return sha256.of(PREFIX, "{\"event\":", event, tail());
    }

    /** The record that would follow as a line of the log, in UTF-8. */
    byte[] lineOfNext(String event, String hash) {
        return ("{\"event\":" + event + ",\"hash\":\"" + hash + '"' + tail() + '\n').getBytes(StandardCharsets.UTF_8);
    }

    private String tail() {
        return ",\"previous\":\"" + last + "\",\"seq\":" + (seq + 1) + '}';
    }

    /** Takes the record in. */
    void advance(String hash) {
        seq++;
        last = hash;
    }
}
