/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered to a source, at most 256 KiB of it. {@code toString} shows address and status, nothing of the
 * body.
 *
 * @param address for messages: without query and user information
 * @param status the HTTP status, whatever it is
 * @param isJson whether the body is said to be JSON
 * @param body as UTF-8
 */
public record IssuerAnswer(String address, int status, boolean isJson, Secret body) {
    private static final int OK = 200;
    private static final int REDIRECTION = 300;

    public IssuerAnswer {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(body, "body");
    }

    static IssuerAnswer read(String address, Response response) throws IOException {
        String text = JsonHttp.text(response);
        if (response.body().source().request(1)) {
            throw new IOException("larger than is read");
        }
        boolean isJson = JsonHttp.isJson(response.body().contentType());
        return new IssuerAnswer(address, response.code(), isJson, Secret.of(text));
    }

    /** Whether the status is one of 200 to 299. */
    public boolean isSuccess() {
        return status >= OK && status < REDIRECTION;
    }

    /**
     * The members of the object that a 200 holds, read strictly (RFC 7493): texts, numbers as {@code BigDecimal}, booleans,
     * lists, maps, null.
     *
     * @throws CredentialException {@code CREDENTIAL_UNAVAILABLE} for any other status, and for what is no such object
     */
    public Map<String, @Nullable Object> json() {
        if (status != OK) {
            throw unusable("HTTP " + status);
        }
        if (!isJson) {
            throw unusable("HTTP 200, expected a JSON object of content type application/json");
        }
        try {
            return StrictJson.parseObject(body.reveal(), JsonLimits.ARGUMENTS);
        } catch (JsonRefusedException e) {
            throw unusable("HTTP 200, expected strict JSON: " + e.getMessage());
        }
    }

    /**
     * What to fail with: {@code CREDENTIAL_UNAVAILABLE}, naming the address.
     *
     * @param what holds nothing of the answer's body
     */
    public CredentialException unusable(String what) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, address + ": " + what);
    }

    /** As {@link #unusable}, for what may do more or lives longer than was asked. */
    public CredentialException tooBroad(String what) {
        return new CredentialException(ReasonCode.CREDENTIAL_TOO_BROAD, address + ": " + what);
    }

    @Override
    public String toString() {
        return "IssuerAnswer[" + address + " " + status + "]";
    }
}
