/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.internal.json.CanonicalJson;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Issue 3, "Web inbox": behind Spring Security, CSRF-protected; the decision reaches the call; hostile content is text. */
@Timeout(20)
class InboxTest {
    private static final String IBAN = "DE89370400440532013000";
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withSchema("{\"type\":\"object\",\"properties\":{\"iban\":{\"type\":\"string\"},"
                    + "\"amount\":{\"type\":\"number\"}},\"additionalProperties\":false}");
    private static final ToolDescriptor SEND = ToolDescriptor.named("send")
            .withSchema("{\"type\":\"object\",\"properties\":{\"text\":{\"type\":\"string\"}},"
                    + "\"additionalProperties\":true}");

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext application;
    private static String base;

    private final AtomicInteger runs = new AtomicInteger();
    private final ExecutorService agents = Executors.newCachedThreadPool();
    private final Browser lena = new Browser(base, "lena");
    private TaskScope task;

    @BeforeAll
    static void start() {
        application = InboxApplication.start(directory);
        base = "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + "/taskbound/inbox";
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void open() {
        task = application
                .getBean(ToolGuard.class)
                .open(TaskRequest.intent("assist")
                        .agent("helper")
                        .principal(Principal.verified("test", "pia"))
                        .statement("Please pay 20 to " + IBAN)
                        .build());
    }

    @AfterEach
    void close() {
        task.close();
        agents.shutdownNow();
    }

    private CompletableFuture<Integer> call(ToolCall call) {
        return CompletableFuture.supplyAsync(() -> task.call(call, frozen -> runs.incrementAndGet()), agents);
    }

    private CompletableFuture<Integer> pay(int amount) {
        return call(ToolCall.of(PAY, "{\"amount\":" + amount + ",\"iban\":\"" + IBAN + "\"}")
                .withPurpose("the invoice is due"));
    }

    private List<Map<String, Object>> waiting(int count, CompletableFuture<?>... ending) throws Exception {
        List<Map<String, Object>> calls = lena.calls();
        while (calls.size() < count) {
            for (CompletableFuture<?> each : ending) {
                if (each.isDone()) {
                    each.get();
                }
            }
            Thread.sleep(20);
            calls = lena.calls();
        }
        assertThat(calls).hasSize(count);
        return calls;
    }

    private static Map<String, String> choice(Map<String, Object> call) {
        return Map.of("id", (String) call.get("id"), "digest", (String) call.get("digest"));
    }

    private static void denied(CompletableFuture<?> call, ReasonCode reason) {
        assertThatThrownBy(() -> call.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        denial -> assertThat(denial.reason()).isEqualTo(reason));
    }

    @Test
    void whoIsNotSignedInGetsNothing() throws Exception {
        Browser nobody = new Browser(base, "");
        for (String path : List.of("", "/calls", "/inbox.js", "/inbox.css")) {
            assertThat(nobody.get(path).statusCode()).as(path).isEqualTo(401);
            assertThat(lena.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(nobody.send(nobody.decision("approve", false, List.of())).statusCode())
                .isIn(401, 403);
    }

    @Test
    void thePageRunsNothingButItsOwnScriptAndIsNeverStored() throws Exception {
        HttpResponse<String> page = lena.get("");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        assertThat(page.headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.body())
                .contains("/taskbound/inbox/inbox.js")
                .doesNotContain("{base}", " style=", "<style", " onclick", "http:", "https:");
        assertThat(lena.get("/inbox.js").body()).doesNotContain("innerHTML", "http:", "https:");
    }

    @Test
    void aWaitingCallIsShownWithAllThatTheGuardKnows() throws Exception {
        pay(20);
        Map<String, Object> shown = waiting(1).get(0);
        assertThat(shown)
                .containsEntry("text", "Pay 20 EUR to " + IBAN)
                .containsEntry("subject", "pia")
                .containsEntry("intent", "assist")
                .containsEntry("agent", "helper")
                .containsEntry("action", "write")
                .containsEntry("purpose", "the invoice is due")
                .containsEntry("remember", true)
                .containsEntry("unchanged", List.of("iban", "reference"));
        Map<?, ?> iban = (Map<?, ?>) ((List<?>) shown.get("arguments")).get(0);
        assertThat(iban.get("value")).isEqualTo(IBAN);
        assertThat(iban.get("control")).isEqualTo(true);
        assertThat(iban.get("origins")).isEqualTo(List.of("what the person asked for"));
        Map<?, ?> ask = (Map<?, ?>) ((List<?>) shown.get("asks")).get(0);
        assertThat(ask.get("by")).isEqualTo("lead");
        assertThat((String) ask.get("rule")).contains("taskbound.yaml");
    }

    @Test
    void anApprovedCallRunsExactlyOnceAndADeniedOneDoesNot() throws Exception {
        CompletableFuture<Integer> call = pay(20);
        Map<String, String> choice = choice(waiting(1).get(0));
        assertThat(lena.decide("approve", false, List.of(choice)).body()).contains("\"APPROVED\"");
        assertThat(call.get(30, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(lena.decide("approve", false, List.of(choice)).body()).contains("\"TOO_LATE\"");

        CompletableFuture<Integer> other = pay(21);
        assertThat(lena.decide("deny", false, List.of(choice(waiting(1).get(0))))
                        .body())
                .contains("\"DECLINED\"");
        denied(other, ReasonCode.APPROVAL_DENIED);
        assertThat(runs).hasValue(1);
        assertThat(Files.readString(directory.resolve("audit.jsonl"))).contains("lena", "seen");
    }

    @Test
    void similarCallsAreOneGroupAndDecidedTogetherEachOnItsOwn() throws Exception {
        CompletableFuture<Integer> first = pay(1);
        CompletableFuture<Integer> second = pay(2);
        List<Map<String, String>> choices =
                waiting(2).stream().map(InboxTest::choice).toList();
        assertThat((List<?>) lena.state().get("groups")).hasSize(1);
        assertThat(lena.decide("approve", false, choices).body()).containsPattern("APPROVED.*APPROVED");
        first.get(30, TimeUnit.SECONDS);
        second.get(30, TimeUnit.SECONDS);
        assertThat(runs).hasValue(2);
    }

    @Test
    void rememberingHoldsForTheSamePayeeOfTheSameTask() throws Exception {
        CompletableFuture<Integer> first = pay(1);
        lena.decide("approve", true, List.of(choice(waiting(1).get(0))));
        first.get(30, TimeUnit.SECONDS);
        pay(2).get(30, TimeUnit.SECONDS);
        assertThat(runs).hasValue(2);
    }

    @Test
    void withoutTheTokenOrWithAnotherDigestOrBodyNothingIsDecided() throws Exception {
        pay(20);
        Map<String, Object> shown = waiting(1).get(0);
        List<Map<String, String>> choices = List.of(choice(shown));
        assertThat(lena.send(lena.decision("approve", false, choices)).statusCode())
                .isIn(401, 403);
        Map<String, String> stale = Map.of("id", (String) shown.get("id"), "digest", "sha-256:of-another-call");
        assertThat(lena.decide("approve", false, List.of(stale)).body()).contains("\"NOT_AS_SHOWN\"");
        assertThat(lena.decide("maybe", false, choices).statusCode()).isEqualTo(400);
        assertThat(lena.decide("approve", false, List.of()).statusCode()).isEqualTo(400);
        assertThat(waiting(1)).hasSize(1);
        assertThat(runs).hasValue(0);
    }

    @Test
    void anotherGroupAndThePersonItIsForSeeAndDecideNothing() throws Exception {
        pay(20);
        Map<String, String> choice = choice(waiting(1).get(0));
        for (String user : List.of("otto", "pia")) {
            Browser browser = new Browser(base, user);
            assertThat(browser.calls()).as(user).isEmpty();
            assertThat(browser.decide("approve", false, List.of(choice)).body())
                    .as(user)
                    .contains("\"NOT_FOUND\"");
        }
        assertThat(runs).hasValue(0);
        assertThat(waiting(1)).hasSize(1);
    }

    @Test
    void hostileContentArrivesAsBoundedPrintableText() throws Exception {
        CompletableFuture<Integer> call = call(ToolCall.of(
                        SEND,
                        CanonicalJson.write(
                                Map.of("text", "<img src=x onerror=alert(1)>\u202E\u200B" + "A".repeat(100_000))))
                .withPurpose("\u202Eevil"));
        Map<String, Object> shown = waiting(1, call).get(0);
        assertThat((String) shown.get("text")).contains("<img src=x", "\\u{202E}\\u{200B}");
        assertThat((String) shown.get("purpose")).isEqualTo("\\u{202E}evil");
        String raw = lena.get("/calls").body();
        assertThat(raw).doesNotContain("\u202E", "\u200B").hasSizeLessThan(10_000);
        assertThat(raw).contains("Long values are cut");
        assertThat(lena.get("/calls").headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void ofThousandsOfArgumentsSomeAreShownAndTheRestIsCounted() throws Exception {
        Map<String, Object> many = new java.util.HashMap<>();
        IntStream.range(0, 3_000).forEach(i -> many.put("argument" + i, "value"));
        CompletableFuture<Integer> call = call(ToolCall.of(SEND, CanonicalJson.write(many)));
        Map<String, Object> shown = waiting(1, call).get(0);
        assertThat((List<?>) shown.get("arguments")).hasSize(ArgumentsView.MOST);
        assertThat(shown.get("warnings")).isEqualTo(List.of("2960 of 3000 arguments are not shown here."));
    }

    @Test
    void lineBreaksOfAValueAreKeptAndThoseThatOnlyTakeRoomAreNot() throws Exception {
        call(ToolCall.of(SEND, CanonicalJson.write(Map.of("text", "Dear Maya,\n\nsorry!\r\nKim"))));
        assertThat(argument(waiting(1).get(0)))
                .containsEntry("value", "Dear Maya,\n\nsorry!\nKim")
                .containsEntry("cut", false);
        call(ToolCall.of(SEND, CanonicalJson.write(Map.of("text", "safe" + "\n".repeat(100) + "and not"))));
        assertThat(argument(waiting(2).get(1)))
                .containsEntry("value", "safe\n\nand not…")
                .containsEntry("cut", true);
        call(ToolCall.of(SEND, CanonicalJson.write(Map.of("text", "line\n".repeat(40)))));
        assertThat((String) argument(waiting(3).get(2)).get("value"))
                .hasLineCount(12)
                .endsWith("…");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> argument(Map<String, Object> call) {
        return ((List<Map<String, Object>>) call.get("arguments")).get(0);
    }
}
