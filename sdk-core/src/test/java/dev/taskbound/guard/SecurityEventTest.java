/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.Tokens;
import dev.taskbound.revocation.Events;
import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.revocation.SecurityEventResponse;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Issue 6: a receiver for CAEP push turns session-revoked, credential-change and risk-level-change into revocations. */
@Timeout(60)
class SecurityEventTest {
    private static final Target PRINCIPAL = new Target(Kind.PRINCIPAL, "alice");

    private final FakeAudit audit = new FakeAudit();
    private final FakeStore state = new FakeStore();
    private final FakeSource source = new FakeSource();
    private final ToolGuard guard = ToolGuard.builder()
            .policy(Desk.policy())
            .audit(audit)
            .state(state)
            .credentialSource("bank-source", source)
            .build();
    private final SecurityEventReceiver receiver = builder().build();

    @AfterEach
    void close() {
        guard.close();
    }

    private SecurityEventReceiver.Builder builder() {
        return guard.securityEvents(Tokens.ISSUER)
                .keys(Tokens.keySet(Tokens.RSA, Tokens.EC))
                .audience(Events.AUDIENCE);
    }

    private List<Target> revoked() {
        return guard.revocations().stream().map(each -> each.target()).toList();
    }

    private static void assertAccepted(SecurityEventResponse answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.isAccepted()).isTrue();
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers()).isEmpty();
    }

    @Test
    void aRunningCallHasBeenStoppedWhenTheEventIsAcknowledged() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        CountingTool tool = new CountingTool(call -> {
            inside.countDown();
            await(answered);
            assertThatThrownBy(call::credential).isInstanceOf(ToolCallDeniedException.class);
            return "too late";
        });
        TaskScope task = guard.open(Desk.payBill());
        CompletableFuture<Object> running = CompletableFuture.supplyAsync(() -> task.call(Desk.look(), tool))
                .handle((value, failure) -> failure);
        assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();

        assertAccepted(Events.push(receiver, Events.sessionRevoked(Events.ALICE)));

        assertThat(task.isOpen()).isFalse();
        assertThat(source.revoked()).as("told when 202 was answered").hasSize(1);
        answered.countDown();
        assertThat(running.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThat(tool.runs()).isOne();
        assertThat(revoked()).containsExactly(PRINCIPAL);
        assertThatThrownBy(() -> guard.open(Desk.payBill()))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
        assertThat(audit.last(Type.REVOKED).attributes())
                .containsEntry("by", Tokens.ISSUER)
                .containsEntry("reason", "session-revoked: stolen laptop");
        assertThat(audit.last(Type.SECURITY_EVENT).attributes())
                .containsEntry("event", "session-revoked")
                .containsEntry("revokes", List.of(Map.of("target", "principal", "name", "alice")));
    }

    @ParameterizedTest
    @CsvSource({
        "credential-change, change_type, create, true",
        "credential-change, change_type, revoke, true",
        "credential-change, change_type, update, true",
        "credential-change, change_type, delete, true",
        "risk-level-change, current_level, HIGH, true",
        "risk-level-change, current_level, MEDIUM, false",
        "risk-level-change, current_level, LOW, false",
    })
    void whatAnEventSaysDecidesWhetherItRevokes(String event, String claim, String value, boolean revokes) {
        Map<String, Object> said = Map.of(claim, value, "credential_type", "password", "principal", "USER");
        assertAccepted(Events.push(receiver, Events.claims(Events.CAEP + event, said, Events.ALICE)));
        assertThat(revoked()).isEqualTo(revokes ? List.of(PRINCIPAL) : List.of());
        assertThat(audit.last(Type.SECURITY_EVENT).attributes()).containsEntry("event", event);
    }

    @Test
    void whichLevelsAndChangesRevokeIsTheApplicationsChoice() {
        SecurityEventReceiver own = builder()
                .riskLevels("MEDIUM", "HIGH")
                .credentialChanges("delete")
                .build();
        Map<String, Object> created = Map.of("change_type", "create", "credential_type", "app");
        assertAccepted(Events.push(own, Events.claims(Events.CAEP + "credential-change", created, Events.ALICE)));
        assertThat(revoked()).isEmpty();
        Map<String, Object> medium = Map.of("current_level", "MEDIUM", "principal", "USER");
        assertAccepted(Events.push(own, Events.claims(Events.CAEP + "risk-level-change", medium, Events.ALICE)));
        assertThat(revoked()).containsExactly(PRINCIPAL);

        assertThatThrownBy(() -> builder().riskLevels("high")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().credentialChanges("any")).isInstanceOf(IllegalArgumentException.class);
    }

    // SSF 1.0, "Verification": acknowledged, and nothing happens. RFC 8935, 2.4: what is not understood is no error.
    @ParameterizedTest
    @CsvSource({"verification", "stream-updated"})
    void whatAStreamSaysOfItselfIsAcknowledgedWithoutEffect(String event) {
        Map<String, Object> stream = Map.of("format", "opaque", "id", "stream-1");
        assertAccepted(Events.push(receiver, Events.claims(Events.SSF + event, Map.of("status", "paused"), stream)));
        assertAccepted(Events.push(
                receiver, Events.claims(Events.CAEP + "token-claims-change", Map.of("claims", Map.of()), stream)));
        assertThat(revoked()).isEmpty();
    }

    @Test
    void aSubjectThatMeansNothingHereIsAcknowledgedAndRecorded() {
        for (Map<String, Object> subject : List.<Map<String, Object>>of(
                Map.of("format", "email", "email", "alice@example.com"),
                Map.of("format", "opaque", "id", "alice"),
                Map.of("format", "iss_sub", "iss", "https://elsewhere.example", "sub", "alice"),
                Map.of("format", "jwt_id", "iss", "https://elsewhere.example", "jti", "jti-1"),
                Map.of("format", "complex", "device", Events.ALICE))) {
            assertAccepted(Events.push(receiver, Events.sessionRevoked(subject)));
            assertThat(audit.last(Type.SECURITY_EVENT).attributes()).containsEntry("revokes", List.of());
        }
        assertThat(revoked()).isEmpty();
    }

    @Test
    void aTokenThatIsNamedIsTheCredentialOfThatId() {
        Map<String, Object> token = Map.of("format", "jwt_id", "iss", Tokens.ISSUER, "jti", "jti-1");
        assertAccepted(Events.push(receiver, Events.sessionRevoked(token)));
        assertThat(revoked()).containsExactly(new Target(Kind.CREDENTIAL, "jti-1"));
    }

    @Test
    void theUserOfAComplexSubjectAndEveryAliasCount() {
        Map<String, Object> complex = Map.of(
                "format",
                "complex",
                "user",
                Events.ALICE,
                "device",
                Map.of("format", "iss_sub", "iss", Tokens.ISSUER, "sub", "laptop"));
        assertAccepted(Events.push(receiver, Events.sessionRevoked(complex)));
        assertThat(revoked()).containsExactly(PRINCIPAL);
        Map<String, Object> aliases = Map.of(
                "format",
                "aliases",
                "identifiers",
                List.of(
                        Map.of("format", "email", "email", "bob@example.com"),
                        Map.of("format", "iss_sub", "iss", Tokens.ISSUER, "sub", "bob")));
        assertAccepted(Events.push(receiver, Events.sessionRevoked(aliases)));
        assertThat(revoked()).containsExactlyInAnyOrder(PRINCIPAL, new Target(Kind.PRINCIPAL, "bob"));
    }

    @Test
    void theApplicationSaysWhatItsTransmittersSubjectsAreCalledHere() {
        TaskScope mine = guard.open(Desk.payBill());
        TaskScope other = guard.open(Desk.readOnly());
        SecurityEventReceiver mapped = builder()
                .subjects(subject -> switch (subject.format()) {
                    case "opaque" ->
                        subject.text("id").filter("session-7"::equals).isPresent()
                                ? Set.of(new Target(Kind.TASK, mine.task().id()))
                                : Set.of();
                    case "email" -> Set.of(new Target(Kind.AGENT, "stranger"));
                    default -> Set.of();
                })
                .subjectsOf(Tokens.ISSUER, "https://other.example")
                .build();
        Map<String, Object> session = Map.of(
                "format", "complex", "session", Map.of("format", "opaque", "id", "session-7"), "user", Events.ALICE);
        assertAccepted(Events.push(mapped, Events.sessionRevoked(session)));
        assertThat(mine.isOpen()).isFalse();
        assertThat(other.isOpen()).as("another session of the same user").isTrue();

        assertAccepted(Events.push(mapped, Events.sessionRevoked(Map.of("format", "email", "email", "s@example.com"))));
        assertThat(revoked()).contains(new Target(Kind.AGENT, "stranger"));

        Map<String, Object> fromOther = Map.of("format", "iss_sub", "iss", "https://other.example", "sub", "carol");
        assertAccepted(Events.push(mapped, Events.sessionRevoked(fromOther)));
        assertThat(revoked()).contains(new Target(Kind.PRINCIPAL, "carol"));
    }

    @Test
    void aMappingThatFailsHasTheEventSentAgain() {
        boolean[] broken = {true};
        SecurityEventReceiver mapped = builder()
                .subjects(subject -> {
                    if (broken[0]) {
                        throw new IllegalStateException("directory down: alice@example.com");
                    }
                    return Set.of(PRINCIPAL);
                })
                .build();
        String event = Events.sign(Events.sessionRevoked(Map.of("format", "email", "email", "alice@example.com")));
        assertThat(Events.push(mapped, event).status()).isEqualTo(503);
        assertThat(revoked()).isEmpty();
        broken[0] = false;
        assertAccepted(Events.push(mapped, event));
        assertThat(revoked()).containsExactly(PRINCIPAL);
    }

    @Test
    void theAgreedAuthorizationHeaderIsAskedForBeforeAllElse() {
        SecurityEventReceiver closed =
                builder().authorizationHeader(Secret.of("Bearer s3cret")).build();
        String event = Events.sign(Events.sessionRevoked(Events.ALICE));
        Map<String, String> none = Map.of("content-type", "application/secevent+jwt");
        Map<String, String> wrong =
                Map.of("content-type", "application/secevent+jwt", "authorization", "Bearer s3cres");
        for (Map<String, String> headers : List.of(none, wrong)) {
            SecurityEventResponse answer = Events.push(closed, event, headers);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body())
                    .contains("\"err\":\"authentication_failed\"")
                    .doesNotContain("s3cre");
        }
        assertThat(revoked()).isEmpty();
        assertAccepted(Events.push(
                closed,
                event,
                Map.of("content-type", "Application/SecEvent+JWT; charset=x", "authorization", "Bearer s3cret")));
        assertThat(revoked()).containsExactly(PRINCIPAL);
        assertThat(closed.toString()).doesNotContain("s3cret");
    }

    @Test
    void aReceiverIsNotBuiltWithoutKeysOrAudience() {
        assertThatThrownBy(() -> guard.securityEvents("x").audience("y").build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        guard.securityEvents("x").keys(Tokens.keySet(Tokens.EC)).build())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder().maxAge(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().maxAge(Duration.ofDays(8))).isInstanceOf(IllegalArgumentException.class);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
