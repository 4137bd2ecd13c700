/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.identity.WorkloadIdentity;
import java.io.IOException;
import okhttp3.FormBody;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** What a real identity provider says of a token when it is asked (RFC 7662). */
public final class Introspected {
    private Introspected() {}

    /** Whether it is active. Asks as a client that signs its assertions. */
    public static boolean isActive(
            String endpoint, String issuer, String client, WorkloadIdentity workload, String token) throws IOException {
        ClientAssertion assertion = workload.assertion(client, issuer);
        Request request = new Request.Builder()
                .url(endpoint)
                .header("Accept", "application/json")
                .post(new FormBody.Builder()
                        .add("token", token)
                        .add("client_id", client)
                        .add("client_assertion_type", assertion.type())
                        .add("client_assertion", assertion.value().reveal())
                        .build())
                .build();
        try (Response response = new OkHttpClient().newCall(request).execute()) {
            String body = response.body().string();
            if (response.code() != 200 || !body.contains("\"active\":")) {
                throw new IOException("HTTP " + response.code() + " from " + endpoint);
            }
            return body.contains("\"active\":true");
        }
    }
}
