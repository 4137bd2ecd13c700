/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.Together;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.TaskStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Issue 4: {@code reuse: task}, through whole calls: what the issuer is asked, and what the service is shown. */
@NeedsPart(Loopback.class)
@Timeout(60)
class ReusedInCallsTest {
    private FakeAuthorizationServer server;
    private Calls calls;

    @BeforeEach
    void start() throws IOException {
        server = new FakeAuthorizationServer();
        calls = new Calls(server, "", "reuse: task,", "10m");
    }

    @AfterEach
    void close() {
        calls.close();
        server.close();
    }

    private Set<String> presented() {
        return calls.requests.stream()
                .map(request -> request.getHeaders().get("Authorization"))
                .collect(Collectors.toSet());
    }

    @Test
    void readsAtTheSameTimeShareOneRequestToTheIssuer() throws Exception {
        Together.run(20, i -> looked());
        assertThat(calls.toolRuns()).isEqualTo(20);
        assertThat(server.forms).hasSize(1);
        assertThat(presented()).hasSize(1);
    }

    private String looked() {
        try {
            return calls.look();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void writesNever() throws Exception {
        calls.refund();
        calls.look();
        calls.refund();
        calls.look();
        assertThat(server.forms).hasSize(3);
        assertThat(presented()).hasSize(3);
    }

    @Test
    void anotherTaskAndAnotherPrincipalHaveTheirOwn() throws Exception {
        calls.look();
        try (TaskScope second = calls.open("alice");
                TaskScope third = calls.open("bob")) {
            calls.look(second);
            server.claims = claims -> claims.put("sub", "bob");
            calls.look(third);
            calls.look(third);
        }
        assertThat(server.forms).hasSize(3);
        assertThat(presented()).hasSize(3);
    }

    @Test
    void a401RemovesItForEveryCallAfter() throws Exception {
        calls.look();
        String first = server.issued.get(0);
        calls.answer = request -> new MockResponse.Builder()
                .code(("Bearer " + first).equals(request.getHeaders().get("Authorization")) ? 401 : 200)
                .build();
        assertThat(calls.look()).isEqualTo("200");
        assertThat(calls.look()).isEqualTo("200");
        assertThat(server.forms).hasSize(2);
        assertThat(calls.received()).isEqualTo(4);
    }

    @Test
    void aServiceThatIsNeverContentCostsOneMorePerCall() throws Exception {
        calls.answer = request -> new MockResponse.Builder().code(401).build();
        assertThat(calls.look()).isEqualTo("401");
        assertThat(server.forms).hasSize(2);
        assertThat(calls.received()).isEqualTo(2);
    }

    @Test
    void aRevocationRemovesIt() throws Exception {
        calls.look();
        calls.revokeCredential(FakeAuthorizationServer.id(server.issued.get(0)));
        assertThat(calls.look()).isEqualTo("200");
        assertThat(server.forms).hasSize(2);
        assertThat(presented()).hasSize(2);
    }

    // Another process knows nothing of what this one keeps: its revocation is in the store that both look into.
    @Test
    void aRevocationByAnotherProcessRemovesItToo() throws Exception {
        TaskStateStore shared = TaskStateStore.inMemory();
        try (Calls here = new Calls(server, "", "reuse: task,", "10m", builder -> builder.state(shared))) {
            here.look();
            Revocation.Target credential =
                    new Revocation.Target(Revocation.Kind.CREDENTIAL, FakeAuthorizationServer.id(server.issued.get(0)));
            shared.revoke(new Revocation(credential, "somewhere else", "stolen", Instant.now()))
                    .toCompletableFuture()
                    .join();
            assertThat(here.look()).isEqualTo("200");
            assertThat(server.forms).hasSize(2);
            assertThat(here.requests.get(1).getHeaders().get("Authorization"))
                    .isEqualTo("Bearer " + server.issued.get(1));
        }
    }

    @Test
    void nothingIsLeftForATaskThatIsOver() throws Exception {
        calls.look();
        calls.task.close();
        assertThat(catchThrowable(calls::look)).hasMessageContaining("TASK_CLOSED");
        assertThat(server.forms).hasSize(1);
        assertThat(List.copyOf(calls.requests)).hasSize(1);
    }
}
