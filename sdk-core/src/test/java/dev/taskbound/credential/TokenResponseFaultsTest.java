/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;

import dev.taskbound.ReasonCode;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** A good token, and something else beside it: RFC 6749, 5.1; RFC 8693, 2.2.1; RFC 9396, 7. */
@NeedsPart(Loopback.class)
@Timeout(180)
class TokenResponseFaultsTest extends FaultRows {
    private final Map<String, Consumer<Map<String, Object>>> table = new LinkedHashMap<>();

    private Stream<DynamicTest> all(ReasonCode expected) {
        return denied(expected, table, (server, response) -> server.response = response);
    }

    private void put(String name, String member, Object value) {
        table.put(name, answer -> answer.put(member, value));
    }

    @TestFactory
    Stream<DynamicTest> moreThanWasAskedFor() {
        put("more scope than the token says", "scope", "payments.refund openid");
        put("every scope", "scope", "*");
        put("other details", "authorization_details", List.of(Map.of("type", "all")));
        put("details that are text", "authorization_details", "all");
        put("a longer life", "expires_in", 3600);
        put("a life of a year, in a text", "expires_in", "31536000");
        return all(CREDENTIAL_TOO_BROAD);
    }

    @TestFactory
    Stream<DynamicTest> somethingElseThanWasAskedFor() {
        table.put("no token_type", answer -> answer.remove("token_type"));
        put("a token_type that is said to be none", "token_type", null);
        put("another token_type", "token_type", "MAC");
        put("two token_types", "token_type", "Bearer DPoP");
        put("an empty token_type", "token_type", "");
        put("a token_type of DPoP without a proof", "token_type", "DPoP");
        put("a token_type that is no text", "token_type", 7);
        put("token_types in a list", "token_type", List.of("Bearer"));
        table.put("no token", answer -> answer.remove("access_token"));
        put("a token that is said to be none", "access_token", null);
        put("a token that is no text", "access_token", List.of("x"));
        put("a token that is a number", "access_token", 7);
        put("an empty token", "access_token", "");
        put("a token of blanks", "access_token", "   ");
        put("scope in a list", "scope", List.of("payments.refund"));
        put("scope that is a number", "scope", 7);
        put("a refresh token", "issued_token_type", "urn:ietf:params:oauth:token-type:refresh_token");
        put("an ID token", "issued_token_type", "urn:ietf:params:oauth:token-type:id_token");
        put("a type of the token that is no text", "issued_token_type", 7);
        table.put("no type of the token", answer -> answer.remove("issued_token_type"));
        put("no life", "expires_in", 0);
        put("a life below nothing", "expires_in", -1);
        put("a life that is no number", "expires_in", "soon");
        put("a life in a list", "expires_in", List.of(30));
        return all(CREDENTIAL_UNAVAILABLE);
    }

    /** RFC 6750, 2.1: what goes into a header must fit there, whoever vouches for it. */
    @TestFactory
    Stream<DynamicTest> opaqueTokensThatFitIntoNoHeader() {
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put("with a line end", "opaque\r\nX-Injected: yes");
        tokens.put("with a blank", "opaque token");
        tokens.put("with a tab", "opaque\ttoken");
        tokens.put("with a nought", "opaque\0token");
        tokens.put("with an umlaut", "opaque-t\u00f6ken");
        tokens.put("as long as a book", "o".repeat(100_000));
        return tokens.entrySet().stream()
                .map(each -> denied(
                        "opaque: " + each.getKey(),
                        CREDENTIAL_UNAVAILABLE,
                        AMPLE,
                        "token: opaque,",
                        server -> server.signer = claims -> each.getValue()))
                .toList()
                .stream();
    }

    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(
                right("a token_type in other letters", answer -> answer.put("token_type", "bEARER")),
                right("an expires_in that is text", answer -> answer.put("expires_in", "30")),
                right("no expires_in", answer -> answer.remove("expires_in")),
                right("the scope that was asked for", answer -> answer.put("scope", "payments.refund")),
                right("what nobody asked for", answer -> answer.put("x", Map.of("y", List.of(1)))));
    }

    private DynamicTest right(String name, Consumer<Map<String, Object>> response) {
        return permitted(name, server -> server.response = response);
    }
}
