/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.TestClock;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.CallRequests;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.DatabaseLogin;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Database leases of a Vault, one for each call. */
@NeedsPart(Loopback.class)
@Timeout(60)
class VaultDatabaseTest {
    static final WorkloadIdentity POD =
            (client, audience) -> new ClientAssertion(ClientAssertion.JWT_BEARER, Secret.of(FakeVault.JWT));
    private static final String SCOPES = "{ read: crm-reader, write: crm-writer }";

    private FakeVault vault;
    private CredentialSource source;

    @BeforeEach
    void open() throws Exception {
        vault = new FakeVault();
        source = vault(vault).database("own", "database");
    }

    static Vault vault(FakeVault server) {
        return Vault.at(server.address()).login("taskbound", POD).build();
    }

    @AfterEach
    void close() {
        vault.close();
    }

    @Test
    void eachActionGetsALeaseOfTheRoleThatThePolicyNamesForIt() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            assertThat(DatabaseLogin.of(calls.find()).orElseThrow().user()).startsWith("v-jwt-crm-reader-");
            assertThat(DatabaseLogin.of(calls.mark()).orElseThrow().user()).startsWith("v-jwt-crm-writer-");
            assertThat(calls.bodies).hasValue(2);
        }
        assertThat(vault.asked("database/creds/")).isEqualTo(2);
    }

    @Test
    void leaseAndLoginEndWithTheCallAndTheLeaseFirst() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            String lease = calls.call("find", context -> {
                assertThat(vault.leases()).isEqualTo(1);
                return context.credential().orElseThrow().id();
            });
            assertThat(lease).startsWith("database/creds/crm-reader/");
            awaitNothingLeft();
            assertThat(vault.asked)
                    .containsExactly(
                            "POST /v1/auth/jwt/login",
                            "GET /v1/database/creds/crm-reader",
                            "POST /v1/sys/leases/revoke",
                            "POST /v1/auth/token/revoke-self");
        }
    }

    @Test
    void aLeaseThatLivesLongerIsShortenedToTheTtl() {
        vault.leaseSeconds = 3_600;
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).ttl("20s").open()) {
            assertThat(calls.find().expiresAt()).isBefore(Instant.now().plusSeconds(21));
            assertThat(vault.asked("sys/leases/renew")).isEqualTo(1);
        }
    }

    @Test
    void aLeaseThatFitsIsNotRenewed() {
        vault.leaseSeconds = 20;
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            assertThat(calls.find().expiresAt()).isBefore(Instant.now().plusSeconds(21));
            assertThat(vault.asked("sys/leases/renew")).isZero();
        }
    }

    @Test
    void aLeaseThatVaultDoesNotShortenIsTooBroadAndGivenBack() {
        vault.leaseSeconds = 3_600;
        vault.changes.put("sys/leases/renew", answer -> answer.put("lease_duration", 3_600));
        assertDenied(ReasonCode.CREDENTIAL_TOO_BROAD);
    }

    @Test
    void aLeaseThatCannotBeShortenedIsTooBroadAndGivenBack() {
        vault.leaseSeconds = 3_600;
        vault.changes.put("database/creds/", lease -> lease.put("renewable", false));
        assertDenied(ReasonCode.CREDENTIAL_TOO_BROAD);
        assertThat(vault.asked("sys/leases/renew")).isZero();
    }

    @Test
    void aLeaseEndsWithItsLogin() {
        vault.tokenSeconds = 20;
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            assertThat(calls.find().expiresAt()).isBefore(Instant.now().plusSeconds(21));
        }
    }

    @Test
    void aLeaseOfAnotherRoleIsRefused() {
        vault.changes.put("database/creds/", lease -> lease.put("lease_id", "database/creds/admin/1"));
        assertDenied(ReasonCode.CREDENTIAL_UNAVAILABLE);
    }

    @Test
    void aLoginThatLivesTooLongOrIsRootOrCannotBeRevokedIsTooBroad() {
        for (Map<String, Object> broad : List.<Map<String, Object>>of(
                Map.of("lease_duration", 0),
                Map.of("lease_duration", 86_400),
                Map.of("policies", List.of("root")),
                Map.of("token_type", "batch"))) {
            vault.changes.put("auth/jwt/login", answer -> auth(answer).putAll(broad));
            assertDenied(ReasonCode.CREDENTIAL_TOO_BROAD);
        }
        assertThat(vault.asked("database/creds/")).isZero();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> auth(Map<String, Object> answer) {
        return (Map<String, Object>) answer.get("auth");
    }

    private void assertDenied(ReasonCode reason) {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::find);
            assertThat(denied).as(calls.recorded()).isNotNull();
            assertThat(denied.reason()).as(calls.recorded()).isEqualTo(reason);
            assertThat(calls.bodies).hasValue(0);
            calls.assertNotRecorded(FakeVault.JWT, FakeVault.PASSWORD, "hvs.");
        }
        awaitNothingLeft();
    }

    private void awaitNothingLeft() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (vault.leases() + vault.tokens() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(vault.leases()).as("leases").isZero();
        assertThat(vault.tokens()).as("logins").isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"crm-reader crm-writer", "../../sys/raw", "crm-reader/../admin", "crm%2freader", "crm?x=1", ".."
            })
    void aScopeThatIsNotOneRoleAsksForNothing(String scope) throws Exception {
        var destination = CallRequests.destination("crm", Map.of(Action.WRITE, scope), "localhost:1");
        assertThatThrownBy(() -> source.issue(CallRequests.at(destination))
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(CredentialException.class);
        assertThat(vault.asked).isEmpty();
    }

    @Test
    void aNamespaceGoesWithEveryRequestAndTheTokenOnlyInItsHeader() throws Exception {
        Vault namespaced = Vault.at(vault.address())
                .login("taskbound", POD)
                .namespace("team-a/crm")
                .build();
        try (GuardedCalls calls =
                GuardedCalls.of(namespaced.database("own", "database"), SCOPES).open()) {
            calls.find();
        }
        awaitNothingLeft();
        assertThat(vault.requests).hasSize(4).allSatisfy(request -> {
            assertThat(request.getHeaders().get("X-Vault-Namespace")).isEqualTo("team-a/crm");
            assertThat(request.getUrl().toString()).doesNotContain("hvs.");
        });
    }

    @Test
    void nothingIsAskedBeforeThePermitAndTheRecord() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            catchThrowableOfType(ToolCallDeniedException.class, () -> calls.call("forbidden", context -> ""));
            assertThat(vault.asked).isEmpty();
            calls.find();
            assertThat(calls.bodies).hasValue(1);
            assertThat(vault.asked).isNotEmpty();
        }
    }

    /** Issue 6, "Order": nothing is asked before the approval, and then for what was approved. */
    @Test
    void whatAnApproverSawIsWhatTheLeaseAllows() {
        List<String> before = new ArrayList<>();
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES)
                .approved(open -> before.addAll(vault.asked))
                .open()) {
            calls.mark();
            assertThat(calls.bodies).hasValue(1);
        }
        assertThat(before).isEmpty();
        assertThat(vault.asked).contains("GET /v1/database/creds/crm-writer");
    }

    @Test
    void anApprovalDoesNotHoldForARoleThatThePolicyNamesMeanwhile() {
        GuardedCalls.Setting setting = GuardedCalls.of(source, SCOPES);
        GuardedCalls.Setting asked = setting.approved(open -> {});
        try (GuardedCalls calls = setting.approved(open -> open.guard()
                        .reload(asked.scopes(SCOPES.replace("crm-writer", "crm-admin"))
                                .policy(2)))
                .open()) {
            ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::mark);
            assertThat(denied.reason()).isEqualTo(ReasonCode.APPROVAL_EXPIRED);
            assertThat(calls.bodies).hasValue(0);
        }
        assertThat(vault.asked).isEmpty();
    }

    @Test
    void noSecretIsSeenWhereItIsShown() {
        try (GuardedCalls calls = GuardedCalls.of(source, SCOPES).open()) {
            Credential seen = calls.find();
            String shown = seen + "" + source + DatabaseLogin.of(seen) + calls.recorded();
            assertThat(shown)
                    .contains(seen.id())
                    .doesNotContain(seen.token().reveal(), FakeVault.JWT, FakeVault.PASSWORD, "hvs.");
        }
    }

    @Test
    void aLeaseThatComesAfterTheDeadlineIsGivenBack() throws Exception {
        vault.faults.put(
                "database/creds/",
                FakeVault.json(
                                200,
                                "{\"lease_id\":\"database/creds/crm-reader/late\",\"renewable\":true,"
                                        + "\"lease_duration\":5,\"data\":{\"username\":\"u\",\"password\":\"p\"}}")
                        .newBuilder()
                        .headersDelay(2, TimeUnit.SECONDS)
                        .build());
        try (GuardedCalls calls =
                GuardedCalls.of(source, SCOPES).patience(Duration.ofMillis(200)).open()) {
            catchThrowableOfType(ToolCallDeniedException.class, calls::find);
            assertThat(calls.bodies).hasValue(0);
        }
        awaitNothingLeft();
    }

    @Test
    void aRevokedLeaseIsDeadWhenThatIsAnsweredAndAskingAgainIsSafe() throws Exception {
        Credential lease = issued(source);
        assertThat(revoked(source, lease)).isEqualTo(CredentialEnd.REVOKED);
        assertThat(vault.leases()).isZero();
        assertThat(revoked(source, lease)).isEqualTo(CredentialEnd.REVOKED);
        awaitNothingLeft();
    }

    @Test
    void aLeaseThatCannotBeRevokedAloneGoesWithItsLogin() throws Exception {
        Credential lease = issued(source);
        vault.faults.put("sys/leases/revoke", FakeVault.errors(403, "permission denied"));
        assertThat(revoked(source, lease)).isEqualTo(CredentialEnd.RETRYING);
        awaitNothingLeft();
    }

    @Test
    void aLeaseThatCouldNotBeRevokedIsNotSaidToBeAndIsTriedAgain() throws Exception {
        Credential lease = issued(source);
        sealed();
        assertThat(revoked(source, lease)).isEqualTo(CredentialEnd.RETRYING);
        assertThat(vault.leases()).isEqualTo(1);
        vault.faults.clear();
        awaitNothingLeft();
        assertThat(revoked(source, lease)).isEqualTo(CredentialEnd.REVOKED);
    }

    @Test
    void whoeverAsksMeanwhileDoesNotWaitForTheNextTry() throws Exception {
        Credential lease = issued(source);
        sealed();
        revoked(source, lease);
        vault.faults.clear();
        assertThat(revoked(source, lease)).isEqualTo(CredentialEnd.REVOKED);
        awaitNothingLeft();
    }

    /** It is not said to be tried again when that would come too late. */
    @Test
    void aLeaseThatEndsBeforeTheNextTryIsSaidToLiveUntilThen() throws Exception {
        TestClock clock = new TestClock();
        CredentialSource timed = Vault.at(vault.address())
                .login("taskbound", POD)
                .clock(clock)
                .build()
                .database("own", "database");
        Credential lease = issued(timed);
        sealed();
        clock.advance(Duration.between(clock.instant(), lease.expiresAt().minusMillis(1)));
        assertThatThrownBy(() -> revoked(timed, lease)).hasCauseInstanceOf(CredentialException.class);
        assertThat(vault.leases()).isEqualTo(1);
    }

    private void sealed() {
        vault.faults.put("sys/leases/revoke", FakeVault.errors(503, "sealed"));
        vault.faults.put("auth/token/", FakeVault.errors(503, "sealed"));
    }

    @Test
    void theNextProcessCanRevokeWhatAKilledOneLeft() throws Exception {
        Credential lease = issued(source);
        assertThat(revoked(vault(vault).database("own", "database"), lease)).isEqualTo(CredentialEnd.REVOKED);
        assertThat(vault.leases()).isZero();
    }

    private static Credential issued(CredentialSource source) throws Exception {
        var destination = CallRequests.destination("crm", Map.of(Action.WRITE, "crm-writer"), "localhost:1");
        return source.issue(CallRequests.at(destination)).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    private static CredentialEnd revoked(CredentialSource source, Credential lease) throws Exception {
        return source.revoke(lease).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void anAddressWithoutTlsIsRefused() {
        assertThatThrownBy(() -> Vault.at(URI.create("http://vault.example.com:8200"))
                        .login("taskbound", POD)
                        .build())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
