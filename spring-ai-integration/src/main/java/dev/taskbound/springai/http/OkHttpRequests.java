/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.http;

import java.net.URI;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Between Spring's and OkHttp's words for requests and responses. */
final class OkHttpRequests {
    private OkHttpRequests() {}

    static Request request(String method, URI uri, HttpHeaders headers, byte[] body) {
        Request.Builder request = new Request.Builder().url(uri.toString());
        headers.forEach((name, values) -> {
            // OkHttp counts the bytes itself.
            if (!name.equalsIgnoreCase(HttpHeaders.CONTENT_LENGTH)) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        return request.method(method, body(method, headers, body)).build();
    }

    private static @Nullable RequestBody body(String method, HttpHeaders headers, byte[] body) {
        boolean needed = switch (method) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
        if (body.length == 0 && !needed) {
            return null;
        }
        String type = headers.getFirst(HttpHeaders.CONTENT_TYPE);
        return RequestBody.create(body, type == null ? null : MediaType.parse(type));
    }

    static HttpHeaders headers(Response response) {
        HttpHeaders headers = new HttpHeaders();
        Headers given = response.headers();
        for (int i = 0; i < given.size(); i++) {
            headers.add(given.name(i), given.value(i));
        }
        return headers;
    }
}
