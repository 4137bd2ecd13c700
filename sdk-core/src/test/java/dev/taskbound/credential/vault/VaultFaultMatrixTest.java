/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.SideBySide;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.credential.ServerFaults;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockWebServer;
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

    private final MockWebServer elsewhere = new MockWebServer();
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
        rows.put("no data", Map.of("data", "none"));
        rows.put("no password", Map.of("data", Map.of("username", "u")));
        rows.put("no user", Map.of("data", Map.of("password", ServerFaults.SECRET)));
        rows.put("a password of another type", Map.of("data", Map.of("username", "u", "password", 7)));
        rows.put("a life that is text", Map.of("lease_duration", "30"));
        rows.put("a negative life", Map.of("lease_duration", -1));
        rows.put("a life of ages", Map.of("lease_duration", 9_000_000_000_000L));
        return rows.entrySet().stream()
                .map(row -> row("lease: " + row.getKey(), CREDENTIAL_UNAVAILABLE, vault -> {
                    vault.changes.put("database/creds/", lease -> lease.putAll(members(row.getValue())));
                }))
                .toList()
                .stream();
    }

    @TestFactory
    Stream<DynamicTest> moreThanWasAskedFor() {
        return Stream.of(
                row(
                        "a lease without end",
                        ReasonCode.CREDENTIAL_TOO_BROAD,
                        vault -> vault.changes.put("database/creds/", lease -> lease.put("lease_duration", 0))),
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
                try (GuardedCalls calls = GuardedCalls.of(source, SCOPES)
                        .patience(slow ? SHORT : AMPLE)
                        .open()) {
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
                assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
            }
        });
    }

    /** The row that shows that the others fail because of their faults. */
    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(DynamicTest.dynamicTest("nothing is wrong", () -> {
            try (FakeVault vault = new FakeVault()) {
                vault.leaseSeconds = 3_600;
                var source = VaultDatabaseTest.vault(vault).database("own", "database");
                try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
                    calls.find();
                    assertThat(calls.bodies).hasValue(1);
                }
            }
        }));
    }
}
