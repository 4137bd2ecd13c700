/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.SideBySide;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.Elsewhere;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.credential.ServerFaults;
import dev.taskbound.guard.IssuedCredential;
import dev.taskbound.guard.RevocationReport;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.state.Revocation.Target;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 6, judged by 5 and 6: whatever a Vault does when leases are to end, a kill comes back in its time, no lease is called
 * revoked that is not, and each that lives on is listed with its end.
 */
@NeedsPart(Loopback.class)
@Timeout(180)
class VaultRevocationFaultTest {
    private static final String LEASE = "sys/leases/revoke";
    private static final String LOGIN = "auth/token/revoke-self";
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration AMPLE = Duration.ofMinutes(1);
    /** What Vault says when it has done it. */
    private static final Set<String> DONE = Set.of("no body");

    private static final PrintStream CONSOLE = System.err;
    private static final ByteArrayOutputStream LOG = new ByteArrayOutputStream();

    private final Elsewhere elsewhere = new Elsewhere();
    private final SideBySide sideBySide = new SideBySide(8);

    @BeforeAll
    static void listen() {
        System.setErr(new PrintStream(LOG, true, StandardCharsets.UTF_8));
    }

    @AfterAll
    static void nothingIsLogged() {
        System.setErr(CONSOLE);
        assertThat(LOG.toString(StandardCharsets.UTF_8))
                .contains("is not revoked yet")
                .doesNotContain(ServerFaults.SECRET, FakeVault.JWT, FakeVault.PASSWORD, "hvs.");
    }

    @AfterEach
    void close() {
        sideBySide.close();
        elsewhere.close();
    }

    private Map<String, MockResponse> faults() throws Exception {
        Map<String, MockResponse> faults = ServerFaults.all(elsewhere.url("/").toString());
        faults.put("accepted, for later", new MockResponse.Builder().code(202).build());
        faults.put("errors in a 200", FakeVault.json(200, "{\"request_id\":\"1\",\"errors\":[\"no\"]}"));
        return faults;
    }

    @TestFactory
    Stream<DynamicTest> neitherLeaseNorLoginCanBeEnded() throws Exception {
        elsewhere.start();
        List<DynamicTest> rows = new ArrayList<>();
        for (Map.Entry<String, MockResponse> fault : faults().entrySet()) {
            if (!DONE.contains(fault.getKey())) {
                rows.add(sideBySide.begun(fault.getKey(), () -> {
                    IssuedCredential left = killed(fault, LEASE, LOGIN);
                    assertThat(left.isDead()).isFalse();
                    if (ServerFaults.isSlow(fault.getKey())) {
                        assertThat(left.end()).isNull();
                        assertThat(left.failure()).isNotEmpty().doesNotContain(ServerFaults.SECRET);
                    } else {
                        assertThat(left.end()).isEqualTo(CredentialEnd.RETRYING);
                    }
                }));
            }
        }
        return rows.stream();
    }

    @TestFactory
    Stream<DynamicTest> theLeaseCannotBeEndedAloneAndGoesWithItsLogin() throws Exception {
        elsewhere.start();
        List<DynamicTest> rows = new ArrayList<>();
        for (Map.Entry<String, MockResponse> fault : faults().entrySet()) {
            boolean done = DONE.contains(fault.getKey());
            if (!ServerFaults.isSlow(fault.getKey())) {
                rows.add(sideBySide.begun(
                        fault.getKey(),
                        () -> assertThat(killed(fault, LEASE).end())
                                .isEqualTo(done ? CredentialEnd.REVOKED : CredentialEnd.RETRYING)));
            }
        }
        return rows.stream();
    }

    /** A call that is killed while it has a lease; what its report says of the lease. */
    private IssuedCredential killed(Map.Entry<String, MockResponse> fault, String... endpoints) throws Exception {
        try (FakeVault vault = new FakeVault()) {
            CredentialSource source = VaultDatabaseTest.vault(vault).database("own", "database");
            Duration patience = ServerFaults.isSlow(fault.getKey()) ? SHORT : AMPLE;
            try (GuardedCalls calls = GuardedCalls.of(source, "{ read: crm-reader }")
                    .patience(patience)
                    .open()) {
                AtomicReference<RevocationReport> report = new AtomicReference<>();
                catchThrowable(() -> calls.call("find", context -> {
                    for (String endpoint : endpoints) {
                        vault.faults.put(endpoint, fault.getValue());
                    }
                    long from = System.nanoTime();
                    report.set(calls.guard().revoke(Target.EVERYTHING, "ada", "drill"));
                    assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(AMPLE);
                    return "";
                }));
                assertThat(report.get()).as(calls.recorded()).isNotNull();
                IssuedCredential lease = report.get().credentials().get(0);
                assertThat(report.get().credentials()).hasSize(1);
                assertThat(report.get().alive()).hasSize(lease.isDead() ? 0 : 1);
                assertThat(lease.expiresAt()).isAfter(Instant.now().minusSeconds(60));
                assertThat(calls.recorded()).contains("REVOCATION_ENDED");
                calls.assertNotRecorded(FakeVault.JWT, FakeVault.PASSWORD, "hvs.");
                assertThat(report.get().toString()).doesNotContain(FakeVault.PASSWORD, "hvs.", ServerFaults.SECRET);
                assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
                return lease;
            }
        }
    }

    /** Vault answers 200 instead of 204 where it has a warning to give. */
    @Test
    void aWarningIsNoFailure() throws Exception {
        MockResponse warned = FakeVault.json(200, "{\"request_id\":\"1\",\"warnings\":[\"deprecated\"]}");
        assertThat(killed(Map.entry("warned", warned), LEASE, LOGIN).end()).isEqualTo(CredentialEnd.REVOKED);
    }

    @TestFactory
    Stream<DynamicTest> whatAKilledProcessLeftIsNotCalledRevokedEither() throws Exception {
        elsewhere.start();
        List<DynamicTest> rows = new ArrayList<>();
        for (Map.Entry<String, MockResponse> fault : faults().entrySet()) {
            if (!ServerFaults.isSlow(fault.getKey()) && !DONE.contains(fault.getKey())) {
                rows.add(sideBySide.begun(fault.getKey(), () -> {
                    try (FakeVault vault = new FakeVault()) {
                        vault.faults.put(LEASE, fault.getValue());
                        assertThat(catchThrowable(() -> VaultDatabaseTest.vault(vault)
                                        .database("own", "database")
                                        .revokeLeft("database/creds/crm-reader/left")
                                        .toCompletableFuture()
                                        .get(60, TimeUnit.SECONDS)))
                                .isNotNull();
                    }
                }));
            }
        }
        return rows.stream();
    }
}
