/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import okhttp3.Call;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;

/** Requests of Spring's blocking clients, each made through the guard on the thread of its tool. */
final class GuardedRequestFactory implements ClientHttpRequestFactory {
    private final Call.Factory http;

    GuardedRequestFactory(Call.Factory http) {
        this.http = http;
    }

    @Override
    public ClientHttpRequest createRequest(URI uri, HttpMethod method) {
        return new GuardedRequest(uri, method);
    }

    private final class GuardedRequest extends AbstractClientHttpRequest {
        private final URI uri;
        private final HttpMethod method;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        GuardedRequest(URI uri, HttpMethod method) {
            this.uri = uri;
            this.method = method;
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
        protected OutputStream getBodyInternal(HttpHeaders headers) {
            return body;
        }

        @Override
        protected ClientHttpResponse executeInternal(HttpHeaders headers) throws IOException {
            return new GuardedResponse(
                    http.newCall(OkHttpRequests.request(method.name(), uri, headers, body.toByteArray()))
                            .execute());
        }
    }
}
