/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.internal.json.JsonRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import okhttp3.Response;
import okio.BufferedSource;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a revocation endpoint answered (RFC 7009, 2.2). All that counts is the status, and of an error its code; but what
 * comes with a 200 must not show that somebody else has answered: a proxy, a login page, a server that says 200 to everything.
 *
 * @param address for messages
 * @param foreign whether it is a 200 with something else than an answer
 * @param error the error code; empty where there is none that can be read
 * @param retryAfter how long the server wants to be left alone; null if it does not say
 */
record RevocationAnswer(
        String address,
        int status,
        boolean foreign,
        String error,
        @Nullable Duration retryAfter) {
    private static final int OK = 200;
    private static final int LOOKED_AT = 16;

    static RevocationAnswer read(String address, Response response) throws IOException {
        int status = response.code();
        return new RevocationAnswer(
                address,
                status,
                status == OK && isForeign(response),
                status == OK ? "" : error(response),
                RetryAfter.of(response.header("Retry-After"), Instant.now()));
    }

    /** An empty body has no type worth a look: there are servers that call it HTML. */
    private static boolean isForeign(Response response) throws IOException {
        BufferedSource body = response.body().source();
        if (!body.request(1)) {
            return false;
        }
        if (JsonHttp.isJson(response.body().contentType())) {
            try {
                return JsonHttp.json(response).containsKey("error");
            } catch (JsonRefusedException e) {
                return true;
            }
        }
        body.request(LOOKED_AT);
        ByteString start =
                body.getBuffer().snapshot((int) Math.min(body.getBuffer().size(), LOOKED_AT));
        return start.utf8().strip().startsWith("<");
    }

    private static String error(Response response) {
        try {
            return JsonHttp.json(response).get("error") instanceof String code ? code : "";
        } catch (IOException | JsonRefusedException | RuntimeException e) {
            return "";
        }
    }

    /** The token is of no use any more: revoked, or not known as one (RFC 7009, 2.2). No other answer says so. */
    boolean isRevoked() {
        return status == OK && !foreign;
    }

    /** This server does not revoke such tokens (RFC 7009, 2.2.1), and will not later. */
    boolean isNever() {
        return status == 400 && error.equals("unsupported_token_type");
    }

    /** What it says, without anything that the server wrote. */
    @Override
    public String toString() {
        return address + ": HTTP " + status
                + (foreign ? ", with something else than an answer" : isNever() ? ", unsupported_token_type" : "");
    }
}
