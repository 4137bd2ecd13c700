/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.identity.ClientAuthentication;
import dev.taskbound.identity.ClientCertificate;
import dev.taskbound.identity.ClientSecret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import okhttp3.FormBody;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/** One request to an authorization server while it is put together. Holds secrets; not thread-safe. */
final class TokenForm {
    private final FormBody.Builder body = new FormBody.Builder();
    private final Headers.Builder headers = new Headers.Builder();
    private @Nullable ClientCertificate certificate;

    TokenForm add(String name, String value) {
        body.add(name, value);
        return this;
    }

    /** Says who asks: RFC 7521, 4.2; RFC 8705, 2; RFC 6749, 2.3.1. */
    TokenForm addClient(String client, ClientAuthentication how) {
        if (how instanceof ClientSecret secret) {
            headers.set("Authorization", basic(client, secret.value().reveal()));
            return this;
        }
        body.add("client_id", client);
        if (how instanceof ClientAssertion assertion) {
            body.add("client_assertion_type", assertion.type());
            body.add("client_assertion", assertion.value().reveal());
        } else {
            certificate = (ClientCertificate) how;
        }
        return this;
    }

    /** @param proof of possession (RFC 9449, 5) */
    void prove(String proof) {
        headers.set("DPoP", proof);
    }

    private static String basic(String client, String secret) {
        String pair = encoded(client) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    FormBody body() {
        return body.build();
    }

    Headers headers() {
        return headers.build();
    }

    /** What the client presents in TLS, if anything. */
    @Nullable
    ClientCertificate certificate() {
        return certificate;
    }

    /** Shows nothing: everything here may be a secret. */
    @Override
    public String toString() {
        return "TokenForm[...]";
    }
}
