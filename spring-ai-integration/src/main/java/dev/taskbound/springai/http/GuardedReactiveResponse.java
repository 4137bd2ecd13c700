/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import okhttp3.Response;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseCookie;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** A response of OkHttp as Spring's reactive client reads it. */
final class GuardedReactiveResponse implements ClientHttpResponse {
    private static final int PIECE = 8_192;

    private final Response response;
    private final HttpHeaders headers;

    GuardedReactiveResponse(Response response) {
        this.response = response;
        this.headers = OkHttpRequests.headers(response);
    }

    @Override
    public HttpStatusCode getStatusCode() {
        return HttpStatusCode.valueOf(response.code());
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    /** None: a cookie would carry one task's access over to another. */
    @Override
    public MultiValueMap<String, ResponseCookie> getCookies() {
        return new LinkedMultiValueMap<>();
    }

    @Override
    public Flux<DataBuffer> getBody() {
        return DataBufferUtils.readInputStream(
                        () -> response.body().byteStream(), DefaultDataBufferFactory.sharedInstance, PIECE)
                .subscribeOn(Schedulers.boundedElastic())
                .doFinally(end -> response.close());
    }
}
