/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.Call;
import org.springframework.web.client.RestClient;

/**
 * Makes a {@link RestClient} one for tools: its requests carry the credential of the tool call in progress, go to hosts of
 * the call's destination only, also after a redirect, and end with the call; what {@link dev.taskbound.http.GuardedHttp}
 * guarantees holds. Outside a tool call it sends nothing. Thread-safe.
 *
 * <pre>{@code
 * RestClient orders = RestClient.builder().baseUrl("https://orders.example.com").apply(restClientGuard).build();
 * }</pre>
 *
 * <p>Request bodies are kept in memory, so that one can be sent again when a credential was refused.
 */
public final class RestClientGuard implements Consumer<RestClient.Builder> {
    private final GuardedRequestFactory requests;

    /** @param http a {@link dev.taskbound.http.GuardedHttp} */
    public RestClientGuard(Call.Factory http) {
        this.requests = new GuardedRequestFactory(Objects.requireNonNull(http, "http"));
    }

    /** Replaces the builder's request factory. */
    @Override
    public void accept(RestClient.Builder builder) {
        builder.requestFactory(requests);
    }
}
