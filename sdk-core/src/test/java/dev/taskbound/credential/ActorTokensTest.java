/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.TestClock;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.policy.SourceConfig.Actor;
import dev.taskbound.policy.SourceConfig.Token;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Issue 4, speed: what many calls present alike is signed, or asked for, once in a while; who asks is proved each time. */
@NeedsPart(Loopback.class)
@Timeout(60)
@ExtendWith(OpenSources.class)
class ActorTokensTest {
    private final TestClock clock = new TestClock();
    private FakeAuthorizationServer server;

    @BeforeEach
    void start() throws IOException {
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        server = new FakeAuthorizationServer();
        server.claims = this::now;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private CredentialSource source(Actor actor) {
        return TestSources.connect(TestSources.of(TestSources.exchange(server.issuer()), Token.JWT, actor), clock);
    }

    private CredentialRequest request() {
        return CallRequests.request(CallRequests.ALICE, CallRequests.payments("localhost:8443"), clock.instant());
    }

    private static void issue(CredentialSource source, CredentialRequest request) {
        source.issue(CallRequests.at(request, request.destination()))
                .toCompletableFuture()
                .join();
    }

    private List<String> presented(String parameter) {
        return server.forms.stream()
                .map((Map<String, String> form) -> form.get(parameter))
                .filter(Objects::nonNull)
                .toList();
    }

    @Test
    void theAssertionAboutTheAgentIsPresentedAgainAndThatOfTheClientNever() {
        CredentialSource source = source(Actor.ASSERTION);
        CredentialRequest request = request();
        for (int i = 0; i < 3; i++) {
            issue(source, request);
        }
        assertThat(presented("actor_token").stream().distinct()).hasSize(1);
        assertThat(presented("client_assertion")).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void itIsMadeAnewBeforeItExpires() {
        CredentialSource source = source(Actor.ASSERTION);
        issue(source, request());
        clock.advance(Duration.ofSeconds(31));
        issue(source, request());
        assertThat(presented("actor_token")).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void eachAgentHasItsOwn() {
        CredentialSource source = source(Actor.ASSERTION);
        issue(source, request());
        issue(source, CallRequests.by("another-agent", request()));
        assertThat(presented("actor_token").stream().map(FakeAuthorizationServer::subject))
                .containsExactly("support-assistant", "another-agent");
    }

    @Test
    void nothingIsKeptWhenTheLastTaskIsOver() {
        CredentialSource source = source(Actor.ASSERTION);
        CredentialRequest first = request();
        CredentialRequest second = request();
        issue(source, first);
        issue(source, second);
        source.release(first.task());
        issue(source, second);
        assertThat(presented("actor_token").stream().distinct()).hasSize(1);
        source.release(second.task());
        issue(source, request());
        assertThat(presented("actor_token").stream().distinct()).hasSize(2);
    }

    @Test
    void theClientsOwnTokenIsForgottenWithTheLastTaskToo() {
        CredentialSource source = clientsOwn();
        CredentialRequest request = request();
        issue(source, request);
        issue(source, request);
        source.release(request.task());
        issue(source, request());
        assertThat(presented("actor_token").stream().distinct()).hasSize(2);
    }

    // What the first call had no time for any more, a later one has.
    @Test
    void theClientsOwnTokenIsAskedForAnewWhateverDeadlineTheFirstCallHad() {
        CredentialSource source = clientsOwn();
        CredentialRequest hurried =
                CallRequests.withDeadline(request(), clock.instant().plusMillis(4000));
        issue(source, hurried);
        long passed = System.nanoTime() + Duration.ofMillis(4100).toNanos();
        while (System.nanoTime() < passed) {
            Thread.onSpinWait();
        }
        clock.advance(Duration.ofSeconds(31));
        assertThat(catchThrowable(() -> issue(source, request()))).isNull();
        assertThat(presented("actor_token")).hasSize(2).doesNotHaveDuplicates();
    }

    private CredentialSource clientsOwn() {
        server.claims = claims -> {
            now(claims);
            if (claims.containsKey("act")) {
                claims.put("act", Map.of("sub", "agent-writer"));
            }
        };
        return source(Actor.TOKEN);
    }

    private void now(Map<String, Object> claims) {
        claims.put("iat", clock.instant().getEpochSecond());
        claims.put("exp", clock.instant().getEpochSecond() + 30);
    }
}
