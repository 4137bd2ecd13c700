/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Secret;
import dev.taskbound.internal.json.CanonicalJson;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * One request of a source to its server. Names and values are sent as they are; {@code toString} shows no secret and no
 * body.
 *
 * @param method {@code GET} or {@code POST}
 * @param address without user information; what stands in its query may be seen by proxies, so no secret does
 * @param headers beside those of the body
 * @param contentType of the body
 * @param body empty for {@code GET}
 */
public record IssuerRequest(String method, URI address, Map<String, Secret> headers, String contentType, Secret body) {
    private static final Secret NOTHING = Secret.of("");

    public IssuerRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(body, "body");
        headers = Map.copyOf(headers);
    }

    public static IssuerRequest get(URI address) {
        return new IssuerRequest("GET", address, Map.of(), "", NOTHING);
    }

    /** @param body texts, numbers, booleans, lists and maps of them */
    public static IssuerRequest postJson(URI address, Map<String, ? extends @Nullable Object> body) {
        return new IssuerRequest("POST", address, Map.of(), "application/json", Secret.of(CanonicalJson.write(body)));
    }

    /** @param fields percent-encoded as {@code application/x-www-form-urlencoded} wants it */
    public static IssuerRequest postForm(URI address, Map<String, Secret> fields) {
        String body = fields.entrySet().stream()
                .map(field ->
                        encoded(field.getKey()) + "=" + encoded(field.getValue().reveal()))
                .collect(Collectors.joining("&"));
        return new IssuerRequest("POST", address, Map.of(), "application/x-www-form-urlencoded", Secret.of(body));
    }

    /** The same with one header more. */
    public IssuerRequest with(String header, Secret value) {
        Map<String, Secret> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new IssuerRequest(method, address, more, contentType, body);
    }

    Request.Builder http() {
        Request.Builder request = new Request.Builder().url(address.toString());
        if (!method.equals("GET")) {
            byte[] bytes = body.reveal().getBytes(StandardCharsets.UTF_8);
            request.method(method, new SentOnce(RequestBody.create(bytes, MediaType.get(contentType))));
        }
        headers.forEach((name, value) -> request.header(name, value.reveal()));
        return request;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
