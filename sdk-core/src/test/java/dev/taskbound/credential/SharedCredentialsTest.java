/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.Action;
import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Issue 4: one flight for the same thing, only where the policy allows it; never for a write. */
@NeedsPart(Loopback.class)
@Timeout(60)
@ExtendWith(OpenSources.class)
class SharedCredentialsTest {
    private FakeAuthorizationServer server;
    private CredentialSource source;

    @BeforeEach
    void start() throws IOException {
        server = new FakeAuthorizationServer();
        source = TestSources.connect(TestSources.exchange(server.issuer()), Clock.systemUTC());
    }

    @AfterEach
    void close() {
        server.close();
    }

    private static CredentialRequest read(Reuse reuse) {
        return CallRequests.acting(CallRequests.at(destination(reuse, "localhost:8443")), Action.READ);
    }

    private static Destination destination(Reuse reuse, String host) {
        Destination plain = CallRequests.destination(
                CallRequests.AUDIENCE, Map.of(Action.READ, "payments.look", Action.WRITE, "payments.refund"), host);
        return CallRequests.proving(plain, Proof.NONE, reuse);
    }

    /** All at once, each a call of its own. */
    private Set<String> ids(CredentialRequest request, int calls) {
        List<CompletionStage<Credential>> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            answers.add(source.issue(CallRequests.at(request, request.destination())));
        }
        Set<String> ids = new HashSet<>();
        answers.forEach(answer -> ids.add(answer.toCompletableFuture().join().id()));
        return ids;
    }

    @Test
    void readsOfATaskShareOneFlightWhereThePolicyAllowsIt() {
        CredentialRequest request = read(Reuse.TASK);
        assertThat(ids(request, 30)).hasSize(1);
        assertThat(ids(request, 3)).hasSize(1);
        assertThat(server.forms).hasSize(1);
    }

    @Test
    void readsHaveACredentialEachWhereItDoesNot() {
        assertThat(ids(read(Reuse.NONE), 5)).hasSize(5);
        assertThat(server.forms).hasSize(5);
    }

    @Test
    void writesNeverShare() {
        CredentialRequest request = CallRequests.acting(read(Reuse.TASK), Action.WRITE);
        assertThat(ids(request, 5)).hasSize(5);
    }

    @Test
    void anotherTaskHasItsOwn() {
        assertThat(ids(read(Reuse.TASK), 2)).doesNotContainAnyElementsOf(ids(read(Reuse.TASK), 2));
        assertThat(server.forms).hasSize(2);
    }

    @Test
    void whatWasRejectedIsNotHandedOutAgain() {
        CredentialRequest request = read(Reuse.TASK);
        Credential first = source.issue(request).toCompletableFuture().join();
        source.giveBack(first);
        assertThat(ids(request, 2)).containsExactly(first.id());
        source.reject(first);
        assertThat(ids(request, 2)).hasSize(1).doesNotContain(first.id());
    }

    @Test
    void nothingIsKeptForATaskThatIsOver() {
        CredentialRequest request = read(Reuse.TASK);
        Set<String> before = ids(request, 1);
        source.release(request.task());
        assertThat(ids(request, 1)).isNotEqualTo(before);
    }

    @Test
    void oneThatIsAboutToExpireIsNotHandedOut() {
        CredentialRequest request = read(Reuse.TASK);
        Clock clock = inASecondWithoutEnd();
        server.claims = claims -> {
            claims.put("iat", clock.instant().getEpochSecond());
            claims.put("exp", clock.instant().getEpochSecond() + 2);
        };
        ids(request, 1);
        ids(request, 1);
        assertThat(server.forms).hasSize(2);
    }

    @Test
    void aFailureIsNotKept() {
        CredentialRequest request = read(Reuse.TASK);
        server.claims = claims -> claims.put("aud", "https://other.example");
        assertThat(catchThrowable(() -> ids(request, 3))).isNotNull();
        server.claims = claims -> {};
        assertThat(ids(request, 3)).hasSize(1);
    }

    @Test
    void itIsBoundToTheTaskAndNotToATool() {
        CredentialRequest request = read(Reuse.TASK);
        Credential credential = source.issue(request).toCompletableFuture().join();
        VerifiedCall call = CredentialVerifier.builder(CallRequests.AUDIENCE)
                .issuer(server.issuer().toString(), Tokens.keySet(Tokens.EC, Tokens.RSA))
                .build()
                .verify("Bearer " + credential.token().reveal());
        call.requireAction(Action.READ).requireIntent("refund-order");
        assertThat(call.taskId()).isEqualTo(request.task().id());
        refused(Reason.WRONG_TOOL, () -> call.requireTool("refund_payment"));
        refused(Reason.WRONG_ACTION, () -> call.requireAction(Action.WRITE));
        refused(Reason.WRONG_CONTROL, () -> call.requireControl(Map.of("amount", 100.1)));
    }

    private static void refused(Reason reason, Runnable use) {
        assertThat(catchThrowable(use::run))
                .isInstanceOfSatisfying(
                        CredentialRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    // A model that tries again and again is not to be felt at the issuer.
    @Test
    void whatWasRefusedAMomentAgoIsNotAskedForAgain() {
        inASecondWithoutEnd();
        CredentialRequest request = read(Reuse.NONE);
        server.tokenAnswer = refusal("invalid_grant");
        for (int i = 0; i < 5; i++) {
            assertThat(catchThrowable(() -> ids(request, 1))).hasMessageContaining("invalid_grant");
        }
        assertThat(server.forms).hasSize(1);
        assertThat(catchThrowable(() -> ids(read(Reuse.NONE), 1))).isNotNull();
        assertThat(server.forms).as("another task is another matter").hasSize(2);
    }

    @Test
    void whatWasRefusedForTheSingleCallIsAskedForAgain() {
        CredentialRequest request = read(Reuse.NONE);
        server.tokenAnswer = refusal("invalid_authorization_details");
        for (int i = 0; i < 3; i++) {
            assertThat(catchThrowable(() -> ids(request, 1))).isNotNull();
        }
        assertThat(server.forms).hasSize(3);
    }

    /** For the source no time passes. */
    private Clock inASecondWithoutEnd() {
        Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        source = TestSources.connect(TestSources.exchange(server.issuer()), clock);
        return clock;
    }

    private static MockResponse refusal(String error) {
        return FakeAuthorizationServer.json("{\"error\":\"" + error + "\"}")
                .newBuilder()
                .code(400)
                .build();
    }
}
