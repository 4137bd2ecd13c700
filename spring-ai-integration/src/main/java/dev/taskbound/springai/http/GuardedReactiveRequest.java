/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import java.net.URI;
import okhttp3.Request;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.AbstractClientHttpRequest;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A request of Spring's reactive client, with its body in memory. */
final class GuardedReactiveRequest extends AbstractClientHttpRequest {
    private final HttpMethod method;
    private final URI uri;
    private volatile byte[] body = new byte[0];

    GuardedReactiveRequest(HttpMethod method, URI uri) {
        this.method = method;
        this.uri = uri;
    }

    Request toOkHttp() {
        return OkHttpRequests.request(method.name(), uri, getHeaders(), body);
    }

    @Override
    public HttpMethod getMethod() {
        return method;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public DataBufferFactory bufferFactory() {
        return DefaultDataBufferFactory.sharedInstance;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getNativeRequest() {
        return (T) toOkHttp();
    }

    @Override
    public Mono<Void> writeWith(Publisher<? extends DataBuffer> content) {
        return doCommit(() -> DataBufferUtils.join(content).doOnNext(this::keep).then());
    }

    private void keep(DataBuffer whole) {
        byte[] bytes = new byte[whole.readableByteCount()];
        whole.read(bytes);
        DataBufferUtils.release(whole);
        body = bytes;
    }

    @Override
    public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> content) {
        return writeWith(Flux.from(content).concatMap(part -> part));
    }

    @Override
    public Mono<Void> setComplete() {
        return doCommit(Mono::empty);
    }

    /** They are read when the request is sent. */
    @Override
    protected void applyHeaders() {}

    /** Cookies are a static secret, which the guard refuses: they are sent on to be refused. */
    @Override
    protected void applyCookies() {
        getCookies().values().stream()
                .flatMap(java.util.List::stream)
                .forEach(cookie -> getHeaders().add("Cookie", cookie.getName() + "=" + cookie.getValue()));
    }
}
