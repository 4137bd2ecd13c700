/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.issuer;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What the issuer allows: the same requests, as many as it takes, with nothing between. */
final class BareLoad implements AutoCloseable {
    private static final int CONNECTIONS = 200;

    private final OkHttpClient client = new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(CONNECTIONS, 1, TimeUnit.MINUTES))
            .build();
    private final Request request;

    BareLoad(String issuer) {
        this.request = new Request.Builder()
                .url(issuer + "/token")
                .post(new FormBody.Builder()
                        .add("audience", "https://d0.example.com")
                        .add("scope", "look")
                        .build())
                .build();
    }

    boolean call(int number) {
        try (Response response = client.newCall(request).execute()) {
            response.body().string();
            return response.code() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }
}
