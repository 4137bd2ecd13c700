/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import dev.taskbound.ReasonCode;
import dev.taskbound.guard.CallContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Secrets that come with the tool's code instead of from the credential source. Recognised by where they stand, not by
 * what they look like; neither the value nor the name the tool chose is recorded.
 */
final class StaticSecrets {
    /** Ends of header names, letters and digits only: {@code X-Goog-Api-Key} ends with {@code apikey}. */
    private static final List<String> HEADER_ENDS = List.of(
            "authorization",
            "cookie",
            "dpop",
            "secret",
            "password",
            "txntoken", //
            "apikey",
            "accesskey",
            "authkey",
            "secretkey",
            "subscriptionkey",
            "applicationkey",
            "functionskey",
            "apitoken",
            "accesstoken",
            "authtoken",
            "sessiontoken",
            "securitytoken",
            "privatetoken",
            "vaulttoken");

    private static final Set<String> HEADERS = Set.of("token", "xtoken", "auth", "xauth");

    /** Names of query parameters; RFC 6750, 2.3, and common usage. */
    private static final Set<String> PARAMETERS =
            Set.of("accesstoken", "apikey", "xapikey", "apitoken", "authtoken", "clientsecret", "subscriptionkey");

    private StaticSecrets() {}

    static void refuseIn(Request request, CallContext context) {
        refuseInHeaders(request.headers(), context);
        refuse(inUrl(request.url()), context);
    }

    static void refuseInHeaders(Headers headers, CallContext context) {
        refuse(inHeaders(headers), context);
    }

    private static void refuse(Optional<String> found, CallContext context) {
        if (found.isPresent()) {
            throw context.refuse(ReasonCode.CREDENTIAL_REJECTED, "static secret in " + found.get());
        }
    }

    private static Optional<String> inHeaders(Headers headers) {
        return headers.names().stream()
                .map(StaticSecrets::normalised)
                .flatMap(name -> HEADERS.contains(name)
                        ? Optional.of(name).stream()
                        : HEADER_ENDS.stream().filter(name::endsWith))
                .findFirst()
                .map(kind -> "a header of kind " + kind);
    }

    private static Optional<String> inUrl(HttpUrl url) {
        if (!url.username().isEmpty() || !url.password().isEmpty()) {
            return Optional.of("the URL's user info");
        }
        return url.queryParameterNames().stream()
                .map(StaticSecrets::normalised)
                .filter(PARAMETERS::contains)
                .findFirst()
                .map(kind -> "a query parameter of kind " + kind);
    }

    private static String normalised(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }
}
