/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server answered.
 *
 * @param address for messages
 * @param json empty where the answer was not JSON
 * @param nonce for the next proof of possession; null if it gave none
 */
record JsonAnswer(
        String address,
        int status,
        Map<String, @Nullable Object> json,
        @Nullable String nonce) {
    // RFC 6749 5.2, RFC 8693 2.2.2, RFC 9396 5, RFC 9449 5 and 8, CIBA Core 1.0 11 and 13: any other code is text of an
    // unknown kind.
    private static final Set<String> ERRORS = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope",
            "invalid_target",
            "invalid_authorization_details",
            "invalid_dpop_proof",
            "use_dpop_nonce",
            "access_denied",
            "expired_token",
            "unknown_user_id",
            "invalid_binding_message",
            "missing_user_code",
            "server_error",
            "temporarily_unavailable");

    /** The body of a 200 that is JSON; anything else is an error that names the status and a registered error code. */
    Map<String, @Nullable Object> requireOk() {
        if (status != 200) {
            throw unusable("HTTP " + status + (ERRORS.contains(error()) ? ", " + error() : ""));
        }
        if (json.isEmpty()) {
            throw unusable("HTTP 200, expected a JSON object of content type application/json");
        }
        return json;
    }

    /** The error code of an answer that is none of 200; empty if it has none. */
    String error() {
        return status != 200 && json.get("error") instanceof String code ? code : "";
    }

    /** RFC 9449, 8: the same request is to be made again, with the nonce that came with this answer. */
    boolean wantsNonce() {
        return status == 400 && nonce != null && "use_dpop_nonce".equals(json.get("error"));
    }

    CredentialException unusable(String what) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, address + ": " + what);
    }

    /** Names the address and the status: the body may hold a token. */
    @Override
    public String toString() {
        return "JsonAnswer[" + address + " " + status + "]";
    }
}
