/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** STS as its API reference describes AssumeRoleWithWebIdentity. Grants all that it is asked, except where a test says otherwise. */
final class FakeSts extends Dispatcher implements AutoCloseable {
    static final String ROLE = "arn:aws:iam::123456789012:role/agents/invoices";
    static final String JWT = "eyJhbGciOiJFUzI1NiJ9.jwt-that-must-never-be-seen.c2lnbmF0dXJl";
    static final String KEY = "secret-access-key-of-the-fake";
    static final String TOKEN = "session-token-of-the-fake";

    final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    MockResponse fault;
    /** Answered to the first request only. */
    volatile MockResponse once;

    UnaryOperator<String> change = xml -> xml;
    long seconds = 900;
    private final AtomicInteger sessions = new AtomicInteger();
    private final MockWebServer server = new MockWebServer();

    FakeSts() throws IOException {
        server.setDispatcher(this);
        server.start(0);
    }

    URI address() {
        return server.url("/").uri();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        requests.add(request);
        Map<String, String> form = form(request.getBody().utf8());
        forms.add(form);
        if (fault != null) {
            return fault;
        }
        MockResponse first = once;
        if (first != null) {
            once = null;
            return first;
        }
        String missing =
                List.of("Action", "Version", "RoleArn", "RoleSessionName", "WebIdentityToken", "Policy").stream()
                        .filter(name -> !form.containsKey(name))
                        .findFirst()
                        .orElse(null);
        return missing == null && form.get("WebIdentityToken").equals(JWT)
                ? xml(200, change.apply(granted(form)))
                : error(400, "ValidationError");
    }

    private String granted(Map<String, String> form) {
        int number = sessions.incrementAndGet();
        String expiration = Instant.now()
                .plusSeconds(seconds)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        return """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <SubjectFromWebIdentityToken>pod</SubjectFromWebIdentityToken>
                    <Audience>sts.amazonaws.com</Audience>
                    <AssumedRoleUser>
                      <Arn>arn:aws:sts::123456789012:assumed-role/invoices/SESSION</Arn>
                      <AssumedRoleId>AROACLKWSDQRAOEXAMPLE:SESSION</AssumedRoleId>
                    </AssumedRoleUser>
                    <Credentials>
                      <SessionToken>TOKEN-NUMBER</SessionToken>
                      <SecretAccessKey>KEY-NUMBER</SecretAccessKey>
                      <Expiration>EXPIRATION</Expiration>
                      <AccessKeyId>ASIAEXAMPLE0NUMBER</AccessKeyId>
                    </Credentials>
                    <PackedPolicySize>12</PackedPolicySize>
                    <Provider>arn:aws:iam::123456789012:oidc-provider/idp.example.com</Provider>
                  </AssumeRoleWithWebIdentityResult>
                  <ResponseMetadata><RequestId>ad4156e9</RequestId></ResponseMetadata>
                </AssumeRoleWithWebIdentityResponse>
                """.replace("SESSION", form.get("RoleSessionName"))
                .replace("TOKEN", TOKEN)
                .replace("KEY", KEY)
                .replace("NUMBER", String.valueOf(number))
                .replace("EXPIRATION", expiration);
    }

    static MockResponse error(int status, String code) {
        return xml(status, errorDocument(code));
    }

    static String errorDocument(String code) {
        return "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                + code + "</Code><Message>" + JWT + "</Message></Error><RequestId>1</RequestId></ErrorResponse>";
    }

    static MockResponse xml(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "text/xml")
                .body(body)
                .build();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (String field : body.split("&")) {
            String[] pair = field.split("=", 2);
            form.put(decoded(pair[0]), pair.length == 2 ? decoded(pair[1]) : "");
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
