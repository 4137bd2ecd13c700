/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.audit;

import java.io.Closeable;
import java.io.IOException;

/** Where the lines of a log go. */
interface LogOutput extends Closeable {
    /** Hands all bytes to the operating system; on failure any part of them may be there. */
    void write(byte[] bytes) throws IOException;

    /** Returns when all that was written is on the device. */
    void sync() throws IOException;
}
