/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends what a browser would send. */
final class PersonOverHttp implements Person {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    private static final String CASE = "class=\"card case\"";

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final String base;
    private String page;

    PersonOverHttp(String base, String name) throws Exception {
        this.base = base;
        page = post("/login", "/login", Map.of("username", name, "password", name));
        assertThat(page).contains("Signed in as <b>" + name);
    }

    @Override
    public void asksFor(String ticket) throws Exception {
        page = post("/", "/cases", Map.of("ticket", ticket, "words", "Refund what arrived damaged."));
    }

    @Override
    public void sees(String text) throws Exception {
        for (int i = 0; !newest().contains(text); i++) {
            assertThat(i).as("times looked for '%s' in %s", text, page).isLessThan(200);
            Thread.sleep(50);
            page = get("/");
        }
    }

    /** The page without all requests but the newest one. */
    private String newest() {
        int second = page.indexOf(CASE, page.indexOf(CASE) + 1);
        return second < 0 ? page : page.substring(0, second);
    }

    @Override
    public void decides(String answer, String expected) throws Exception {
        JsonNode state = JSON.readTree(get("/taskbound/inbox/calls"));
        assertThat(state.path("total").asInt()).isEqualTo(1);
        JsonNode call = state.path("groups").get(0).path("calls").get(0);
        assertThat(call.path("text").asString()).contains(expected);
        Map<String, Object> decision = Map.of(
                "answer",
                answer,
                "reason",
                "Seen the photographs",
                "remember",
                false,
                "choices",
                List.of(Map.of("id", call.path("id"), "digest", call.path("digest"))));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/taskbound/inbox/decide"))
                .header("Content-Type", "application/json")
                .header(
                        state.path("csrf").path("header").asString(),
                        state.path("csrf").path("token").asString())
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(decision)));
        assertThat(send(request)).contains(answer.equals("approve") ? "APPROVED" : "DECLINED");
    }

    @Override
    public boolean hasNothingToDecide() throws Exception {
        return JSON.readTree(get("/taskbound/inbox/calls")).path("total").asInt() == 0;
    }

    private String get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(base + path)));
    }

    /** @param form the page that has the form */
    private String post(String form, String path, Map<String, String> fields) throws Exception {
        Matcher csrf = CSRF.matcher(get(form));
        assertThat(csrf.find()).isTrue();
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "_csrf=" + csrf.group(1) + "&", ""));
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private String send(HttpRequest.Builder request) throws Exception {
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
