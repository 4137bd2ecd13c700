/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A successful answer of a token endpoint (RFC 6749, 5.1; RFC 8693, 2.2.1; RFC 9396, 7). Nothing in it is verified yet.
 *
 * @param address for messages
 * @param scope what the server says it granted; empty if it says nothing
 * @param expiresIn how many seconds the server says it lives; null if it says nothing
 * @param details what the server says of {@code authorization_details}; null if nothing
 */
record TokenResponse(
        String address,
        Secret token,
        @Nullable Object issuedTokenType,
        Set<String> scope,
        @Nullable BigDecimal expiresIn,
        @Nullable Object details) {
    /** What a header can hold (RFC 9110, 5.5), without blanks, which end a credential there (RFC 6750, 2.1). */
    private static final Pattern TOKEN = Pattern.compile("[!-~]{1,32768}");

    /** Some servers put the number into a text. */
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

    /** @param tokenType what was asked for (RFC 6749, 7.1; RFC 9449, 5) */
    static TokenResponse parse(JsonAnswer answer, String tokenType) {
        Map<String, @Nullable Object> json = answer.requireOk();
        if (!(json.get("token_type") instanceof String type) || !type.equalsIgnoreCase(tokenType)) {
            // A token that was to be bound to a key and is not can be used by whoever has it.
            boolean isUnbound =
                    tokenType.equals("DPoP") && "Bearer".equalsIgnoreCase(String.valueOf(json.get("token_type")));
            String expected = answer.address() + ": expected a token_type of " + tokenType;
            throw new CredentialException(
                    isUnbound ? ReasonCode.CREDENTIAL_TOO_BROAD : ReasonCode.CREDENTIAL_UNAVAILABLE, expected);
        }
        if (!(json.get("access_token") instanceof String token)
                || !TOKEN.matcher(token).matches()) {
            throw answer.unusable("expected an access_token of 1 to 32768 visible ASCII characters");
        }
        Object scope = json.get("scope");
        if (scope != null && !(scope instanceof String)) {
            throw answer.unusable("expected a text in scope");
        }
        return new TokenResponse(
                answer.address(),
                Secret.of(token),
                json.get("issued_token_type"),
                scope == null ? Set.of() : Scopes.parse((String) scope),
                seconds(answer, json.get("expires_in")),
                json.get(ToolCallDetail.CLAIM));
    }

    private static @Nullable BigDecimal seconds(JsonAnswer answer, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof Number
                || value instanceof String text && SECONDS.matcher(text).matches()) {
            return new BigDecimal(value.toString());
        }
        throw answer.unusable("expected a number in expires_in");
    }

    /** Names where it came from; nothing else is fit to be shown. */
    @Override
    public String toString() {
        return "TokenResponse[" + address + "]";
    }
}
