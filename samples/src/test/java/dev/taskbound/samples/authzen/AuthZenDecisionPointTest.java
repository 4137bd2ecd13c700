/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.authzen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Issue 5: a policy engine of one's own, asked over HTTP in the form of AuthZEN (OpenID AuthZEN Authorization API 1.0), with
 * timeout and fail-closed behaviour. What counts is whether the tool ran.
 */
class AuthZenDecisionPointTest {
    private static final String POLICY = """
            version: 1
            name: desk
            revision: 1
            agents: { bot: { owner: team } }
            tools:
              pay: { action: write, args: { iban: string, amount: number, note: string }, control: [iban] }
              wipe: { action: admin }
            intents:
              pay-bill:
                open: { agents: [bot] }
                parameters: { iban: string }
                allow: [ { tool: pay } ]
            """;
    private static final String IBAN = "DE89370400440532013000";
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withSchema("{\"type\":\"object\",\"properties\":{\"iban\":{\"type\":\"string\"},"
                    + "\"amount\":{\"type\":\"number\"},\"note\":{\"type\":\"string\"}}}");

    private final MockWebServer pdp = new MockWebServer();
    private final AtomicInteger runs = new AtomicInteger();
    /** For an answer to a call; that to the opening of a task always comes. */
    private volatile Duration patience = Duration.ofMinutes(1);

    private ToolGuard guard;

    @BeforeEach
    void start() throws IOException {
        pdp.start();
        guard = ToolGuard.builder()
                .policy(Policy.parse("desk.yaml", POLICY))
                .audit(new InMemoryAuditSink(1000))
                .patience(Duration.ofMinutes(2))
                .decisionPoint(decisionPoint())
                .build();
    }

    private PolicyDecisionPoint decisionPoint() {
        OkHttpClient client = new OkHttpClient();
        AuthZenDecisionPoint patient = new AuthZenDecisionPoint(client, pdp.url("/"), Duration.ofMinutes(1));
        return new PolicyDecisionPoint() {
            @Override
            public CompletionStage<Decision> mayOpen(TaskRequest request, Instant now) {
                return patient.mayOpen(request, now);
            }

            @Override
            public CompletionStage<Decision> decide(AccessRequest request) {
                return new AuthZenDecisionPoint(client, pdp.url("/"), patience).decide(request);
            }
        };
    }

    @AfterEach
    void stop() {
        guard.close();
        pdp.close();
    }

    private static MockResponse answer(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static TaskRequest request() {
        return TaskRequest.intent("pay-bill")
                .agent("bot")
                .tenant("acme")
                .principal(Principal.verified("test", "ann").withRoles(Set.of("clerk")))
                .parameter("iban", IBAN)
                .build();
    }

    private @Nullable ReasonCode pay(TaskScope task) {
        ToolCall call = ToolCall.of(PAY, "{\"iban\":\"" + IBAN + "\",\"amount\":12.5,\"note\":\"private\"}");
        ToolCallDeniedException denied = catchThrowableOfType(
                ToolCallDeniedException.class, () -> task.call(call, it -> runs.incrementAndGet()));
        return denied == null ? null : denied.reason();
    }

    @Test
    void whatBothPermitRunsAndTheQuestionHasTheFormOfTheStandard() throws Exception {
        pdp.enqueue(answer(200, "{\"decision\":true}"));
        pdp.enqueue(answer(200, "{\"decision\":true,\"context\":{\"reason_admin\":{\"en\":\"fine\"}}}"));
        try (TaskScope task = guard.open(request())) {
            assertThat(pay(task)).isNull();
        }
        assertThat(runs).hasValue(1);
        JsonNode opening = asked();
        assertThat(opening.at("/action/name").asText()).isEqualTo("open");
        assertThat(opening.at("/resource/type").asText()).isEqualTo("intent");
        assertThat(opening.at("/resource/id").asText()).isEqualTo("pay-bill");
        JsonNode call = asked();
        assertThat(call.at("/subject/type").asText()).isEqualTo("user");
        assertThat(call.at("/subject/id").asText()).isEqualTo("ann");
        assertThat(call.at("/subject/properties/roles/0").asText()).isEqualTo("clerk");
        assertThat(call.at("/action/name").asText()).isEqualTo("write");
        assertThat(call.at("/resource/type").asText()).isEqualTo("tool");
        assertThat(call.at("/resource/id").asText()).isEqualTo("pay");
        assertThat(call.at("/resource/properties/control/iban").asText()).isEqualTo(IBAN);
        assertThat(call.at("/context/intent").asText()).isEqualTo("pay-bill");
        assertThat(call.toString()).as("only control arguments leave").doesNotContain("private");
    }

    private JsonNode asked() throws Exception {
        RecordedRequest request = pdp.takeRequest();
        assertThat(request.getMethod() + " " + request.getUrl().encodedPath()).isEqualTo("POST /access/v1/evaluation");
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        return new ObjectMapper().readTree(request.getBody().utf8());
    }

    @Test
    void aNoOverridesThePolicysYes() {
        pdp.enqueue(answer(200, "{\"decision\":true}"));
        pdp.enqueue(answer(200, "{\"decision\":false}"));
        try (TaskScope task = guard.open(request())) {
            assertThat(pay(task)).isEqualTo(ReasonCode.DENIED_BY_RULE);
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void thePolicysNoIsNotEvenAskedAbout() {
        pdp.enqueue(answer(200, "{\"decision\":true}"));
        try (TaskScope task = guard.open(request())) {
            ToolCallDeniedException denied = catchThrowableOfType(
                    ToolCallDeniedException.class,
                    () -> task.call(ToolCall.of(ToolDescriptor.named("wipe"), "{}"), it -> runs.incrementAndGet()));
            assertThat(denied.reason()).isEqualTo(ReasonCode.NOT_ALLOWED);
        }
        assertThat(pdp.getRequestCount()).as("the opening only").isEqualTo(1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void aTaskThatTheDecisionPointDoesNotWantIsNotOpened() {
        pdp.enqueue(answer(200, "{\"decision\":false}"));
        ToolCallDeniedException denied =
                catchThrowableOfType(ToolCallDeniedException.class, () -> guard.open(request()));
        assertThat(denied.reason()).isEqualTo(ReasonCode.DENIED_BY_RULE);
    }

    static Stream<Arguments> faults() {
        String yes = "{\"decision\":true}";
        MockResponse fine = answer(200, yes);
        return Stream.of(
                Arguments.of("text instead of a boolean", answer(200, "{\"decision\":\"true\"}")),
                Arguments.of("a number", answer(200, "{\"decision\":1}")),
                Arguments.of("null", answer(200, "{\"decision\":null}")),
                Arguments.of("no decision", answer(200, "{\"context\":{}}")),
                Arguments.of("a decision further in", answer(200, "{\"context\":" + yes + "}")),
                Arguments.of("a list", answer(200, "[" + yes + "]")),
                Arguments.of("another key twice over", answer(200, "{\"decision\":false,\"decision\":true}")),
                Arguments.of("more after it", answer(200, yes + "{}")),
                Arguments.of("not JSON", answer(200, "<html>decision: true</html>")),
                Arguments.of("empty", answer(200, "")),
                Arguments.of("too much", answer(200, "{\"x\":\"" + "x".repeat(70_000) + "\",\"decision\":true}")),
                Arguments.of("400", answer(400, yes)),
                Arguments.of("401", answer(401, yes)),
                Arguments.of("403", answer(403, yes)),
                Arguments.of("500", answer(500, yes)),
                Arguments.of("201", answer(201, yes)),
                Arguments.of("204", new MockResponse.Builder().code(204).build()),
                Arguments.of(
                        "a redirect",
                        new MockResponse.Builder()
                                .code(307)
                                .addHeader("Location", "/yes")
                                .build()),
                Arguments.of(
                        "cut off",
                        fine.newBuilder()
                                .onResponseBody(new SocketEffect.CloseSocket())
                                .build()),
                Arguments.of(
                        "hung up",
                        fine.newBuilder()
                                .onResponseStart(new SocketEffect.CloseSocket())
                                .build()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void whatIsNoAnswerIsNoPermit(String name, MockResponse fault) {
        pdp.enqueue(answer(200, "{\"decision\":true}"));
        pdp.enqueue(fault);
        pdp.enqueue(answer(200, "{\"decision\":true}"));
        try (TaskScope task = guard.open(request())) {
            assertThat(pay(task)).isEqualTo(ReasonCode.POLICY_UNAVAILABLE);
        }
        assertThat(runs).as("runs of the tool").hasValue(0);
        assertThat(pdp.getRequestCount()).as("nothing is asked twice").isLessThanOrEqualTo(2);
    }

    static Stream<Arguments> silences() {
        MockResponse fine = answer(200, "{\"decision\":true}");
        return Stream.of(
                Arguments.of(
                        "nothing",
                        fine.newBuilder()
                                .onResponseStart(SocketEffect.Stall.INSTANCE)
                                .build()),
                Arguments.of(
                        "half an answer",
                        fine.newBuilder()
                                .onResponseBody(SocketEffect.Stall.INSTANCE)
                                .build()));
    }

    /** The guard's own patience is longer than this test: what ends the wait is that of the decision point. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("silences")
    @Timeout(60)
    void whatDoesNotComeInTimeIsNoPermit(String name, MockResponse silence) {
        patience = Duration.ofMillis(300);
        whatIsNoAnswerIsNoPermit(name, silence);
    }

    @Test
    void aDecisionPointThatIsNotThereOpensNothing() {
        pdp.close();
        ToolCallDeniedException denied =
                catchThrowableOfType(ToolCallDeniedException.class, () -> guard.open(request()));
        assertThat(denied.reason()).isEqualTo(ReasonCode.POLICY_UNAVAILABLE);
    }
}
