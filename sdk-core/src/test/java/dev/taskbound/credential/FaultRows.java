/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.SideBySide;
import dev.taskbound.ToolCallDeniedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/**
 * Issue 4, judged by 2: whatever a server does at one of its endpoints, no call goes out with a wrong or over-broad
 * credential, none hangs past its deadline, every denial has the right code and repeats nothing of what the server sent.
 */
abstract class FaultRows {
    /** Most rows wait for a server, not for this machine. */
    private static final int AT_ONCE = 8;

    /** What a call waits for a server that is slow. */
    static final Duration SHORT = Duration.ofMillis(500);

    static final Duration AMPLE = Duration.ofMinutes(1);

    /** Where nothing may be sent on to. */
    final Elsewhere elsewhere = new Elsewhere();

    private final SideBySide rows = new SideBySide(AT_ONCE);

    @AfterEach
    final void close() {
        rows.close();
        elsewhere.close();
    }

    final DynamicTest row(String name, Executable row) {
        return rows.begun(name, row);
    }

    /** All have begun before the first is waited for. */
    final <T> Stream<DynamicTest> denied(
            ReasonCode expected, Map<String, T> table, BiConsumer<FakeAuthorizationServer, T> fault) {
        return table.entrySet().stream()
                .map(each -> denied(each.getKey(), expected, AMPLE, server -> fault.accept(server, each.getValue())))
                .toList()
                .stream();
    }

    /** One call that is denied; the fault is there when metadata and keys are fetched first. */
    final DynamicTest denied(
            String name, ReasonCode expected, Duration patience, Consumer<FakeAuthorizationServer> fault) {
        return denied(name, expected, patience, "", fault);
    }

    /** @param source more keys of the source, each ended by a comma */
    final DynamicTest denied(
            String name,
            ReasonCode expected,
            Duration patience,
            String source,
            Consumer<FakeAuthorizationServer> fault) {
        return row(name, () -> {
            try (FakeAuthorizationServer server = faulty(fault);
                    Calls calls = new Calls(server, source, "", "10m", builder -> builder.patience(patience))) {
                assertDenied(calls, expected);
                assertEachAskedOnce(server);
            }
        });
    }

    /** What proves who asks is good for one request. */
    static void assertEachAskedOnce(FakeAuthorizationServer server) {
        assertThat(server.forms.stream().map(form -> form.get("client_assertion")))
                .doesNotHaveDuplicates();
        assertThat(server.headers.stream().map(headers -> headers.get("DPoP")).filter(Objects::nonNull))
                .doesNotHaveDuplicates();
    }

    static Duration patience(String fault) {
        return ServerFaults.isSlow(fault) ? SHORT : AMPLE;
    }

    final void assertDenied(Calls calls, ReasonCode... expected) {
        int ran = calls.toolRuns();
        int received = calls.received();
        long from = System.nanoTime();
        ToolCallDeniedException denied = catchThrowableOfType(ToolCallDeniedException.class, calls::refund);
        assertThat(denied).as("a denial").isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - from))
                .as("no hanging past the deadline")
                .isLessThan(AMPLE.dividedBy(2));
        assertThat(denied.reason()).as(calls.recorded()).isIn((Object[]) expected);
        assertThat(calls.toolRuns()).isEqualTo(ran);
        assertThat(calls.received()).isEqualTo(received);
        assertThat(elsewhere.getRequestCount()).as("requests sent on").isZero();
        assertThat(denied.toString()).doesNotContain(ServerFaults.SECRET, CallRequests.SUBJECT_TOKEN);
        calls.assertNoSecretRecorded();
    }

    /** A row that shows that the others fail because of their faults. */
    final DynamicTest permitted(String name, Consumer<FakeAuthorizationServer> how) {
        return permitted(name, "", how);
    }

    final DynamicTest permitted(String name, String source, Consumer<FakeAuthorizationServer> how) {
        return row("right: " + name, () -> {
            try (FakeAuthorizationServer server = faulty(how);
                    Calls calls = new Calls(server, source, "", "10m")) {
                assertThat(calls.refund()).isEqualTo("200");
                assertThat(calls.toolRuns()).isEqualTo(1);
                assertThat(calls.received()).isEqualTo(1);
            }
        });
    }

    private static FakeAuthorizationServer faulty(Consumer<FakeAuthorizationServer> fault) throws IOException {
        FakeAuthorizationServer server = new FakeAuthorizationServer();
        fault.accept(server);
        return server;
    }
}
