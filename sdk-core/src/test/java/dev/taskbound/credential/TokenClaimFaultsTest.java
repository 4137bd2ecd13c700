/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_TOO_BROAD;
import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;

import dev.taskbound.ReasonCode;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Well-signed tokens of the right issuer that say something else than was asked for, or more. */
@NeedsPart(Loopback.class)
@Timeout(180)
class TokenClaimFaultsTest extends FaultRows {
    private static final String AGENT = "support-assistant";
    private static final String OTHER = "https://other.example";
    private static final String DETAILS = "authorization_details";

    private final Map<String, Consumer<Map<String, Object>>> table = new LinkedHashMap<>();

    private Stream<DynamicTest> all(ReasonCode expected) {
        return denied(expected, table, (server, claims) -> server.claims = claims);
    }

    private void put(String name, String claim, Object value) {
        table.put(name, claims -> claims.put(claim, value));
    }

    private void without(String claim) {
        table.put("no " + claim, claims -> claims.remove(claim));
    }

    private void changed(String name, String claim, UnaryOperator<String> change) {
        table.put(
                name, claims -> claims.put(claim, change.apply(claims.get(claim).toString())));
    }

    @TestFactory
    Stream<DynamicTest> moreThanWasAskedFor() {
        put("two audiences", "aud", List.of(Calls.AUDIENCE, OTHER));
        put("a hundred audiences", "aud", many());
        put("a broader scope", "scope", "payments.refund payments.admin");
        put("every scope", "scope", "*");
        put("the scope in capitals", "scope", "PAYMENTS.REFUND");
        put("a scope with a longer name", "scope", "payments.refund.all");
        put("a broader scope in an array", "scope", List.of("payments.refund", "payments.admin"));
        put("a broader scp", "scp", List.of("admin"));
        put("a broader scp that is a text", "scp", "payments.refund admin");
        put("a longer life", "exp", now() + 600);
        put("a life of a day", "exp", now() + 86_400);
        put("a life without end", "exp", 253_402_300_799L);
        put("a life in milliseconds", "exp", (now() + 30) * 1000);
        without("act");
        put("no act, said to be none", "act", null);
        without(DETAILS);
        put("details, said to be none", DETAILS, null);
        put("empty details", DETAILS, List.of());
        put("details of another tool", DETAILS, List.of(Map.of("type", "tool_call")));
        put("details of everything", DETAILS, "all");
        put("details that are no list", DETAILS, Map.of("type", "tool_call"));
        table.put("one detail more", claims -> {
            List<Object> more = new ArrayList<>((List<?>) claims.get(DETAILS));
            more.add(Map.of("type", "everything"));
            claims.put(DETAILS, more);
        });
        table.put("a detail twice", claims -> {
            List<Object> twice = new ArrayList<>((List<?>) claims.get(DETAILS));
            twice.addAll(twice);
            claims.put(DETAILS, twice);
        });
        table.put("a detail with other values", claims -> {
            Map<Object, Object> detail = new LinkedHashMap<>((Map<?, ?>) ((List<?>) claims.get(DETAILS)).get(0));
            detail.put("control", Map.of("iban", "DE00"));
            claims.put(DETAILS, List.of(detail));
        });
        return all(CREDENTIAL_TOO_BROAD);
    }

    private static List<String> many() {
        List<String> many = new ArrayList<>(List.of(Calls.AUDIENCE));
        for (int i = 1; i < 100; i++) {
            many.add(OTHER + "/" + i);
        }
        return many;
    }

    @TestFactory
    Stream<DynamicTest> anotherIssuerAudienceOrScope() {
        put("another issuer", "iss", "https://evil.example");
        changed("the issuer with a slash", "iss", iss -> iss + "/");
        changed("the issuer in capitals", "iss", iss -> iss.toUpperCase(Locale.ROOT));
        changed("the issuer with a blank", "iss", iss -> iss + " ");
        changed("the issuer with a query", "iss", iss -> iss + "?x");
        changed("the issuer and a part", "iss", iss -> iss + "#x");
        put("an issuer of another type", "iss", List.of("x"));
        table.put("the issuer in a list", claims -> claims.put("iss", List.of(claims.get("iss"))));
        put("an empty issuer", "iss", "");
        without("iss");
        put("another audience", "aud", OTHER);
        put("any audience", "aud", "*");
        put("the audience with a slash", "aud", Calls.AUDIENCE + "/");
        put("the audience in capitals", "aud", Calls.AUDIENCE.toUpperCase(Locale.ROOT));
        put("audiences in one text", "aud", Calls.AUDIENCE + " " + OTHER);
        put("an audience of another type", "aud", 7);
        put("an audience that is an object", "aud", Map.of(Calls.AUDIENCE, true));
        put("no audience in a list", "aud", List.of());
        put("nothing in the list of audiences", "aud", Arrays.asList(Calls.AUDIENCE, null));
        put("a list in the list of audiences", "aud", List.of(List.of(Calls.AUDIENCE)));
        put("an audience that is said to be none", "aud", null);
        without("aud");
        put("a scope of another type", "scope", Map.of());
        put("a scope that is a number", "scope", 7);
        put("a scope in a list of lists", "scope", List.of(List.of("payments.refund")));
        return all(CREDENTIAL_UNAVAILABLE);
    }

    @TestFactory
    Stream<DynamicTest> anotherSubjectActorOrKey() {
        put("another subject", "sub", "mallory");
        put("the subject in capitals", "sub", "ALICE");
        put("the subject and a blank", "sub", "alice ");
        put("an empty subject", "sub", "");
        put("a subject of another type", "sub", List.of("alice"));
        put("a subject that is a number", "sub", 1);
        without("sub");
        put("another actor", "act", Map.of("sub", "another-agent"));
        put("another actor before the agent", "act", Map.of("sub", "another", "act", Map.of("sub", AGENT)));
        put("the actor in capitals", "act", Map.of("sub", AGENT.toUpperCase(Locale.ROOT)));
        put("an actor of another type", "act", AGENT);
        put("two actors", "act", List.of(Map.of("sub", AGENT), Map.of("sub", "another")));
        put("an actor without a name", "act", Map.of());
        put("an actor with a number for a name", "act", Map.of("sub", 7));
        put("bound to a key of somebody", "cnf", Map.of("jkt", "x"));
        put("bound to a certificate of somebody", "cnf", Map.of("x5t#S256", "x"));
        put("bound to both", "cnf", Map.of("x5t#S256", "x", "jkt", "x"));
        put("bound to a key by its id", "cnf", Map.of("kid", "ec-1"));
        put(
                "bound to a key that it shows",
                "cnf",
                Map.of("jwk", Tokens.EC.toPublicJWK().toJSONObject()));
        put("bound to nothing", "cnf", Map.of());
        put("bound to a text", "cnf", "jkt");
        return all(CREDENTIAL_UNAVAILABLE);
    }

    @TestFactory
    Stream<DynamicTest> anotherTime() {
        put("expired", "exp", now() - 60);
        put("expired long ago", "exp", 0);
        put("an expiry that is text", "exp", "tomorrow");
        put("an expiry that is a number in a text", "exp", String.valueOf(now() + 30));
        put("a negative expiry", "exp", -1);
        put("an expiry in the past and a fraction", "exp", new BigDecimal("0.5"));
        put("an expiry that is a list", "exp", List.of(now() + 30));
        put("an expiry that is true", "exp", true);
        put("an expiry that is said to be none", "exp", null);
        without("exp");
        put("not yet valid", "nbf", now() + 60);
        put("a start that is text", "nbf", "now");
        put("a start that is an object", "nbf", Map.of());
        put("from the future", "iat", now() + 60);
        put("from far in the future", "iat", 253_402_300_799L);
        put("a birth that is text", "iat", "now");
        put("a negative birth", "iat", -1);
        return all(CREDENTIAL_UNAVAILABLE);
    }

    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(
                permitted("an audience in a list", server -> server.claims = put("aud", List.of(Calls.AUDIENCE))),
                permitted("less scope", server -> server.claims = claims -> claims.remove("scope")),
                permitted("a shorter life", server -> server.claims = put("exp", now() + 20)),
                permitted("a fraction of a second", server -> server.claims = put("exp", new BigDecimal(now() + 20.5))),
                // RFC 8693, 4.1: those before are told for the record.
                permitted(
                        "actors before the agent",
                        server -> server.claims = put("act", Map.of("sub", AGENT, "act", Map.of("sub", "before")))),
                permitted("what nobody asked for", server -> server.claims = put("groups", List.of("admins"))));
    }

    private static Consumer<Map<String, Object>> put(String claim, Object value) {
        return claims -> claims.put(claim, value);
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }
}
