/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.io.Closeable;
import java.io.IOException;

/** The device that an outbox is written to. One writer at a time. */
interface OutboxOutput extends Closeable {
    void write(byte[] bytes) throws IOException;

    /** Brings what was written to the device. */
    void sync() throws IOException;

    /** All of it is this from now on, on the device when it returns. */
    void replace(byte[] content) throws IOException;
}
