/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** The lines of a log one after the other, in bounded memory whatever the log holds. */
final class LogLines implements Closeable {
    /** Bytes of the longest line that is a record; no longer one is ever written. */
    static final int LONGEST = 1 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;

    LogLines(InputStream in) {
        this.in = in;
    }

    /**
     * One line.
     *
     * @param start its first {@value #LONGEST} bytes, without the line feed
     * @param length all its bytes, without the line feed
     * @param ended whether a line feed follows
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Line(byte[] start, long length, boolean ended) {
        boolean isTooLong() {
            return length > LONGEST;
        }
    }

    /** The next line; of no bytes and not ended at the end of the log. */
    Line next() throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream(512);
        long length = 0;
        while (position < limit || fill()) {
            int end = endInBuffer();
            start.write(buffer, position, Math.min(end - position, LONGEST - start.size()));
            length += end - position;
            position = end;
            if (end < limit) {
                position++;
                return new Line(start.toByteArray(), length, true);
            }
        }
        return new Line(start.toByteArray(), length, false);
    }

    private int endInBuffer() {
        int end = position;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer));
        return limit > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
