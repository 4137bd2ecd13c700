/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.StrictJson;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** One person's browser, as far as the inbox sees it: cookies, a sign-in, and what the page's script sends. */
final class Browser {
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
    private final String base;
    private final String user;

    Browser(String base, String user) {
        this.base = base;
        this.user = user;
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> state() throws Exception {
        return (Map<String, Object>) StrictJson.parse(get("/calls").body(), JsonLimits.RESULTS);
    }

    /** The calls of all groups. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> calls() throws Exception {
        return ((List<Map<String, Object>>) state().get("groups"))
                .stream()
                        .flatMap(group -> ((List<Map<String, Object>>) group.get("calls")).stream())
                        .toList();
    }

    /** As the script does it: with the token that the list brought. */
    HttpResponse<String> decide(String answer, boolean remember, List<Map<String, String>> choices) throws Exception {
        Map<?, ?> csrf = (Map<?, ?>) state().get("csrf");
        return send(
                decision(answer, remember, choices).header((String) csrf.get("header"), (String) csrf.get("token")));
    }

    HttpRequest.Builder decision(String answer, boolean remember, List<Map<String, String>> choices) {
        String body = CanonicalJson.write(
                Map.of("answer", answer, "reason", "seen", "remember", remember, "choices", choices));
        return request("/decide")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", "application/json")
                .header("X-Requested-With", "XMLHttpRequest");
        if (!user.isEmpty()) {
            byte[] secret = (user + ":" + user).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(secret));
        }
        return request;
    }
}
