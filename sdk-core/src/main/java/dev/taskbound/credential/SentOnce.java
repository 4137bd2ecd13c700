/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that OkHttp must not send again by itself, as it otherwise does after a 503 with {@code Retry-After: 0}: a
 * client assertion is good for one request (RFC 7523, 3). Once sent it holds nothing more: a thread of okio keeps a
 * request for as long as it might have taken, answered or not.
 */
final class SentOnce extends RequestBody {
    private final @Nullable MediaType type;
    private final AtomicReference<@Nullable RequestBody> body;
    /** As it was before it was sent; -1 for unknown. */
    private volatile long length = -1;

    SentOnce(RequestBody body) {
        this.type = body.contentType();
        this.body = new AtomicReference<>(body);
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public @Nullable MediaType contentType() {
        return type;
    }

    @Override
    public long contentLength() throws IOException {
        RequestBody unsent = body.get();
        if (unsent != null) {
            length = unsent.contentLength();
        }
        return length;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        RequestBody sent = body.getAndSet(null);
        if (sent == null) {
            throw new IOException("sent already");
        }
        sent.writeTo(sink);
    }

    /** It is not to be sent any more. */
    void drop() {
        body.set(null);
    }
}
