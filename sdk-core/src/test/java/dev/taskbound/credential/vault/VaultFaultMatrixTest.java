/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.SideBySide;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.Elsewhere;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.credential.ServerFaults;
import dev.taskbound.credential.SilentServer;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 6, judged by 6: whatever a Vault does at its login, its database roles or its leases, no call goes on with a wrong
 * or over-broad lease, none hangs past its deadline, nothing is sent on, every denial has the right code.
 */
@NeedsPart(Loopback.class)
@Timeout(180)
class VaultFaultMatrixTest {
    private static final String SCOPES = "{ read: crm-reader }";

    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration AMPLE = Duration.ofMinutes(1);

    private final Elsewhere elsewhere = new Elsewhere();
    private final SideBySide sideBySide = new SideBySide(8);

    @AfterEach
    void close() {
        sideBySide.close();
        elsewhere.close();
    }

    @TestFactory
    Stream<DynamicTest> noAnswer() throws Exception {
        elsewhere.start();
        var faults = ServerFaults.all(elsewhere.url("/").toString());
        List<DynamicTest> rows = new ArrayList<>();
        for (String endpoint : List.of("auth/jwt/login", "database/creds/", "sys/leases/renew")) {
            faults.forEach((name, answer) -> rows.add(
                    row(endpoint + ": " + name, CREDENTIAL_UNAVAILABLE, vault -> vault.faults.put(endpoint, answer))));
        }
        return rows.stream();
    }

    @TestFactory
    Stream<DynamicTest> somethingElseThanWasAskedFor() {
        Map<String, Object> rows = new LinkedHashMap<>();
        rows.put("no lease_id", Map.of("lease_id", ""));
        rows.put("a lease_id of another type", Map.of("lease_id", List.of("x")));
        rows.put("a lease_id of another role", Map.of("lease_id", "database/creds/crm-reader-2/x"));
        rows.put("a lease_id of another mount", Map.of("lease_id", "other/creds/crm-reader/x"));
        rows.put("a lease_id with a line end", Map.of("lease_id", "database/creds/crm-reader/x\r\nX: y"));
        rows.put("a lease_id that leads elsewhere", Map.of("lease_id", "database/creds/crm-reader/../admin/x"));
        rows.put("a lease_id below another", Map.of("lease_id", "database/creds/crm-reader/x/y"));
        rows.put("a lease_id with nothing behind its role", Map.of("lease_id", "database/creds/crm-reader/"));
        rows.put("a lease_id with odd characters", Map.of("lease_id", "database/creds/crm-reader/x%2f?y#z"));
        rows.put("a lease_id as long as a book", Map.of("lease_id", "database/creds/crm-reader/" + "x".repeat(9_000)));
        rows.put("no data", Map.of("data", "none"));
        rows.put("no password", Map.of("data", Map.of("username", "u")));
        rows.put("no user", Map.of("data", Map.of("password", ServerFaults.SECRET)));
        rows.put("a user that ends a text on the wire", Map.of("data", login("u\0database\0other", "p")));
        rows.put("a password that ends a text on the wire", Map.of("data", login("u", ServerFaults.SECRET + "\0")));
        rows.put("an empty password", Map.of("data", login("u", "")));
        rows.put("a password of another type", Map.of("data", Map.of("username", "u", "password", 7)));
        rows.put("errors beside the lease", Map.of("errors", List.of("internal error")));
        rows.put("a life that is text", Map.of("lease_duration", "30"));
        rows.put("a life that is a list", Map.of("lease_duration", List.of(30)));
        rows.put("a negative life", Map.of("lease_duration", -1));
        rows.put("a life of ages", Map.of("lease_duration", 9_000_000_000_000L));
        return rows.entrySet().stream()
                .map(row -> row("lease: " + row.getKey(), CREDENTIAL_UNAVAILABLE, vault -> {
                    vault.changes.put("database/creds/", lease -> lease.putAll(members(row.getValue())));
                }))
                .toList()
                .stream();
    }

    private static Map<String, Object> login(String user, String password) {
        return Map.of("username", user, "password", password);
    }

    /** What Vault itself answers where something stands between a client and what it asks for. */
    @TestFactory
    Stream<DynamicTest> anAnswerOfVaultThatIsNone() {
        List<DynamicTest> rows = new ArrayList<>();
        for (String endpoint : List.of("auth/jwt/login", "database/creds/", "sys/leases/renew")) {
            rows.add(row(
                    endpoint + ": wrapped",
                    CREDENTIAL_UNAVAILABLE,
                    vault -> vault.changes.put(endpoint, answer -> {
                        answer.replaceAll((name, value) -> null);
                        answer.put("wrap_info", Map.of("token", "hvs.wrapping", "ttl", 300, "creation_path", "x"));
                    })));
            rows.add(row(
                    endpoint + ": errors and nothing else",
                    CREDENTIAL_UNAVAILABLE,
                    vault -> vault.changes.put(endpoint, answer -> {
                        answer.clear();
                        answer.put("errors", List.of(ServerFaults.SECRET));
                    })));
            rows.add(row(
                    endpoint + ": a warning and nothing else",
                    CREDENTIAL_UNAVAILABLE,
                    vault -> vault.changes.put(endpoint, answer -> {
                        answer.clear();
                        answer.put("warnings", List.of(ServerFaults.SECRET));
                    })));
        }
        rows.add(row(
                "a login that wants a second factor",
                CREDENTIAL_UNAVAILABLE,
                vault -> vault.changes.put(
                        "auth/jwt/login",
                        answer -> answer.put(
                                "auth",
                                Map.of(
                                        "client_token",
                                        "",
                                        "lease_duration",
                                        0,
                                        "mfa_requirement",
                                        Map.of("mfa_request_id", "d0c9"))))));
        rows.add(row(
                "a lease without a life",
                CREDENTIAL_UNAVAILABLE,
                vault -> vault.changes.put("database/creds/", lease -> lease.remove("lease_duration"))));
        rows.add(row(
                "another lease renewed",
                CREDENTIAL_UNAVAILABLE,
                vault -> vault.changes.put(
                        "sys/leases/renew", lease -> lease.put("lease_id", "database/creds/crm-reader/another"))));
        rows.add(row(
                "a renewal that does not say of what",
                CREDENTIAL_UNAVAILABLE,
                vault -> vault.changes.put("sys/leases/renew", lease -> lease.remove("lease_id"))));
        return rows.stream();
    }

    /** A server that takes the connection and never says who it is. */
    @TestFactory
    Stream<DynamicTest> noHandshake() throws Exception {
        SilentServer silent = new SilentServer();
        return Stream.of(sideBySide.begun("never shakes hands", () -> {
            try (silent) {
                var source = Vault.at(silent.address())
                        .login("taskbound", VaultDatabaseTest.POD)
                        .build()
                        .database("own", "database");
                assertDeniedInTime(source, SHORT, CREDENTIAL_UNAVAILABLE);
            }
        }));
    }

    @TestFactory
    Stream<DynamicTest> moreThanWasAskedFor() {
        return Stream.of(
                row(
                        "a lease without end",
                        ReasonCode.CREDENTIAL_TOO_BROAD,
                        vault -> vault.changes.put("database/creds/", lease -> lease.put("lease_duration", 0))),
                row(
                        "a life of a century that cannot be renewed",
                        ReasonCode.CREDENTIAL_TOO_BROAD,
                        vault -> vault.changes.put("database/creds/", lease -> {
                            lease.put("lease_duration", 3_000_000_000L);
                            lease.put("renewable", false);
                        })),
                row(
                        "a lease that is not said to be renewable",
                        ReasonCode.CREDENTIAL_TOO_BROAD,
                        vault -> vault.changes.put("database/creds/", lease -> lease.remove("renewable"))),
                row(
                        "a renewal without end",
                        ReasonCode.CREDENTIAL_TOO_BROAD,
                        vault -> vault.changes.put("sys/leases/renew", lease -> lease.put("lease_duration", 0))),
                row(
                        "an increment that is not kept to",
                        ReasonCode.CREDENTIAL_TOO_BROAD,
                        vault -> vault.changes.put("sys/leases/renew", lease -> lease.put("lease_duration", 31))),
                row(
                        "a login without end",
                        ReasonCode.CREDENTIAL_TOO_BROAD,
                        vault -> vault.changes.put(
                                "auth/jwt/login",
                                answer -> answer.put(
                                        "auth",
                                        Map.of("client_token", "t", "lease_duration", 0, "token_type", "service")))));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Object changed) {
        return (Map<String, Object>) changed;
    }

    private DynamicTest row(String name, ReasonCode expected, Consumer<FakeVault> fault) {
        boolean slow = ServerFaults.isSlow(name.replaceFirst("^[^:]*: ", ""));
        return sideBySide.begun(name, () -> {
            try (FakeVault vault = new FakeVault()) {
                vault.leaseSeconds = 3_600;
                fault.accept(vault);
                var source = VaultDatabaseTest.vault(vault).database("own", "database");
                assertDeniedInTime(source, slow ? SHORT : AMPLE, expected);
                assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
            }
        });
    }

    private static void assertDeniedInTime(CredentialSource source, Duration patience, ReasonCode expected) {
        try (GuardedCalls calls =
                GuardedCalls.of(source, SCOPES).patience(patience).open()) {
            long from = System.nanoTime();
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::find);
            assertThat(denied).as("a denial").isNotNull();
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .as("no hanging past the deadline")
                    .isLessThan(AMPLE.dividedBy(2));
            assertThat(denied.reason()).as(calls.recorded()).isEqualTo(expected);
            assertThat(calls.bodies).hasValue(0);
            calls.assertNotRecorded(FakeVault.JWT, FakeVault.PASSWORD, "hvs.");
        }
    }

    /** The rows that show that the others fail because of their faults. */
    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        Map<String, Consumer<FakeVault>> rows = new LinkedHashMap<>();
        rows.put("nothing is wrong", vault -> {});
        rows.put("warnings", vault -> vault.changes.put("", each -> each.put("warnings", List.of("TTL was capped"))));
        rows.put("no errors", vault -> vault.changes.put("", each -> each.put("errors", null)));
        rows.put(
                "a lease of a namespace",
                vault -> vault.changes.put(
                        "",
                        lease -> lease.computeIfPresent(
                                "lease_id", (name, id) -> "database/creds/crm-reader/h2rKbH0qy1.ns4f2")));
        for (String endpoint : List.of("auth/jwt/login", "database/creds/", "sys/leases/renew")) {
            rows.put(endpoint + " fails once", vault -> vault.once.put(endpoint, FakeVault.errors(503, "sealed")));
            rows.put(
                    endpoint + " wants a pause",
                    vault -> vault.once.put(
                            endpoint,
                            FakeVault.errors(429, "quota")
                                    .newBuilder()
                                    .setHeader("Retry-After", "0")
                                    .build()));
        }
        return rows.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    try (FakeVault vault = new FakeVault()) {
                        vault.leaseSeconds = 3_600;
                        row.getValue().accept(vault);
                        var source = VaultDatabaseTest.vault(vault).database("own", "database");
                        try (GuardedCalls calls =
                                GuardedCalls.of(source, SCOPES).open()) {
                            calls.find();
                            assertThat(calls.bodies).hasValue(1);
                        }
                    }
                }));
    }
}
