/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * A body that OkHttp must not send again by itself, as it otherwise does after a 503 with {@code Retry-After: 0}: a
 * client assertion is good for one request (RFC 7523, 3).
 */
final class SentOnce extends RequestBody {
    private final RequestBody body;

    SentOnce(RequestBody body) {
        this.body = body;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public @Nullable MediaType contentType() {
        return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
        return body.contentLength();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        body.writeTo(sink);
    }
}
