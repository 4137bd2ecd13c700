/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import java.util.Objects;
import java.util.function.Consumer;
import okhttp3.Call;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Makes a {@link WebClient} one for tools: its requests carry the credential of the tool call in progress where they are
 * subscribed to, go to hosts of the call's destination only, also after a redirect, and end with the call; what {@link
 * dev.taskbound.http.GuardedHttp} guarantees holds. Outside a tool call it sends nothing. Thread-safe.
 *
 * <pre>{@code
 * WebClient orders = WebClient.builder().baseUrl("https://orders.example.com").apply(webClientGuard).build();
 * }</pre>
 *
 * <p>Request bodies are kept in memory, so that one can be sent again when a credential was refused. Response bodies are
 * read as they are asked for, on Reactor's bounded elastic threads. The builder's connector, and what was set on it, is not
 * used.
 */
public final class WebClientGuard implements Consumer<WebClient.Builder> {
    private final GuardedConnector connector;

    /** @param http a {@link dev.taskbound.http.GuardedHttp} */
    public WebClientGuard(Call.Factory http) {
        this.connector = new GuardedConnector(Objects.requireNonNull(http, "http"));
    }

    /** Replaces the builder's connector. */
    @Override
    public void accept(WebClient.Builder builder) {
        builder.clientConnector(connector);
    }
}
