/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Where a response redirects to (RFC 9110, 15.4), whether or not that is allowed. */
final class Redirects {
    private static final int MOVED_PERMANENTLY = 301;
    private static final int FOUND = 302;
    private static final int SEE_OTHER = 303;
    private static final Set<Integer> CODES = Set.of(MOVED_PERMANENTLY, FOUND, SEE_OTHER, 307, 308);

    private Redirects() {}

    /** Empty for no redirect, one without a usable {@code Location}, and one whose body cannot be sent again. */
    static Optional<Request> next(Response response) {
        String location = response.header("Location");
        if (location == null || !CODES.contains(response.code())) {
            return Optional.empty();
        }
        Request request = response.request();
        HttpUrl url = request.url().resolve(location);
        if (url == null) {
            return Optional.empty();
        }
        return becomesGet(request.method(), response.code())
                ? Optional.of(withoutBody(request).url(url).build())
                : Optional.of(request)
                        .filter(r -> repeatable(r.body()))
                        .map(r -> r.newBuilder().removeHeader("Host").url(url).build());
    }

    static boolean repeatable(@Nullable RequestBody body) {
        return body == null || !body.isOneShot() && !body.isDuplex();
    }

    private static boolean becomesGet(String method, int code) {
        return switch (code) {
            case SEE_OTHER -> !method.equals("GET") && !method.equals("HEAD");
            case MOVED_PERMANENTLY, FOUND -> method.equals("POST");
            default -> false;
        };
    }

    private static Request.Builder withoutBody(Request request) {
        Request.Builder builder =
                request.newBuilder().get().removeHeader("Host").removeHeader("Transfer-Encoding");
        request.headers().names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("content-"))
                .forEach(builder::removeHeader);
        return builder;
    }
}
