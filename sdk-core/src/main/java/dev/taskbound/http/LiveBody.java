/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.guard.CallContext;
import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.Buffer;
import okio.BufferedSink;
import okio.ForwardingSink;
import okio.Okio;
import okio.Sink;
import org.jspecify.annotations.Nullable;

/** A request body of which nothing more is sent once the tool call has ended, also where the connection stays open. */
final class LiveBody extends RequestBody {
    private final RequestBody body;
    private final CallContext context;

    LiveBody(RequestBody body, CallContext context) {
        this.body = body;
        this.context = context;
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
    public boolean isDuplex() {
        return body.isDuplex();
    }

    @Override
    public boolean isOneShot() {
        return body.isOneShot();
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        BufferedSink live = Okio.buffer(new LiveSink(sink));
        body.writeTo(live);
        if (!body.isDuplex()) {
            live.emit();
        }
    }

    private final class LiveSink extends ForwardingSink {
        LiveSink(Sink sink) {
            super(sink);
        }

        @Override
        public void write(Buffer source, long byteCount) throws IOException {
            requireLive();
            super.write(source, byteCount);
        }

        @Override
        public void flush() throws IOException {
            requireLive();
            super.flush();
        }

        private void requireLive() throws IOException {
            if (!context.isLive()) {
                throw new IOException("Canceled");
            }
        }
    }
}
