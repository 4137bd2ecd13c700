/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.Principal;
import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.StrictJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Issue 3, "webhook (signed both ways)", set up by properties alone, as docs/approvals.md has it. */
@Timeout(120)
class WebhookTest {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools: { pay: { action: write, describe: "Pay {amount}" } }
            intents:
              assist:
                open: { agents: [helper] }
                allow: [ { tool: pay, approval: { by: lead, wait: 5m } } ]
            """;
    private static final byte[] REQUESTS = "the key for requests, of 32 byte".getBytes(StandardCharsets.UTF_8);
    private static final byte[] ANSWERS = "the key for answers, of 32 bytes".getBytes(StandardCharsets.UTF_8);
    private static final ToolDescriptor PAY = ToolDescriptor.named("pay")
            .withSchema("{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"string\"}}}");

    private final AtomicInteger runs = new AtomicInteger();

    /** Spring Security as Boot sets it up, but for the one path that has signatures instead. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {
        @Bean
        SecurityFilterChain decisions(HttpSecurity http) throws Exception {
            return http.securityMatcher("/taskbound/decisions")
                    .authorizeHttpRequests(all -> all.anyRequest().permitAll())
                    .csrf(csrf -> csrf.disable())
                    .build();
        }
    }

    @Test
    void aRequestGoesOutAndASignedAnswerLetsTheCallRunOnce(@TempDir Path directory) throws Exception {
        try (MockWebServer service = new MockWebServer()) {
            service.start();
            service.enqueue(new MockResponse.Builder().code(202).build());
            try (ConfigurableApplicationContext application = start(directory, service)) {
                flow(application, service);
            }
        }
    }

    private void flow(ConfigurableApplicationContext application, MockWebServer service) throws Exception {
        ToolGuard guard = application.getBean(ToolGuard.class);
        URI decisions = URI.create("http://127.0.0.1:"
                + application.getEnvironment().getProperty("local.server.port") + "/taskbound/decisions");
        TaskScope task = guard.open(TaskRequest.intent("assist")
                .agent("helper")
                .principal(Principal.verified("test", "alice"))
                .build());
        ToolCall call = ToolCall.of(PAY, "{\"amount\":\"20\"}");
        ToolCallDeniedException pending = catchThrowableOfType(
                ToolCallDeniedException.class, () -> task.call(call, context -> runs.incrementAndGet()));
        assertThat(pending.reason()).isEqualTo(ReasonCode.APPROVAL_PENDING);
        RecordedRequest request = service.takeRequest(30, TimeUnit.SECONDS);
        byte[] sent = request.getBody().toByteArray();
        assertThat(request.getHeaders().get("webhook-signature"))
                .isEqualTo(signature(
                        request.getHeaders().get("webhook-id"),
                        request.getHeaders().get("webhook-timestamp"),
                        sent,
                        REQUESTS));
        String answer = answer(sent);

        assertThat(post(decisions, answer, REQUESTS))
                .as("signed by another key")
                .isEqualTo(401);
        assertThat(post(decisions, "x".repeat(20_000), ANSWERS)).isEqualTo(413);
        assertThat(post(decisions, "{}", ANSWERS)).isEqualTo(400);
        assertThat(runs).hasValue(0);
        assertThat(post(decisions, answer, ANSWERS)).isEqualTo(200);
        assertThat(post(decisions, answer, ANSWERS)).as("once more").isEqualTo(409);
        String id = pending.reference().orElseThrow();
        assertThat(guard.approvals().<Integer, RuntimeException>resume(id, PAY, context -> runs.incrementAndGet()))
                .isEqualTo(1);
        task.close();
    }

    private static ConfigurableApplicationContext start(Path directory, MockWebServer service) throws Exception {
        Path policy = Files.writeString(directory.resolve("taskbound.yaml"), POLICY);
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.application.name=helper",
                        "taskbound.policy=file:" + policy,
                        "taskbound.audit.file=" + directory.resolve("audit.jsonl"),
                        "taskbound.approvals.pending-after=0s",
                        "taskbound.approvals.resume=manual",
                        "taskbound.approvals.webhook.url=http://127.0.0.1:" + service.getPort() + "/requests",
                        "taskbound.approvals.webhook.request-keys=" + key(REQUESTS),
                        "taskbound.approvals.webhook.answer-keys=" + key(ANSWERS),
                        "taskbound.approvals.webhook.groups=lead")
                .run();
    }

    private static String answer(byte[] request) throws Exception {
        Map<String, Object> message =
                StrictJson.parseObject(new String(request, StandardCharsets.UTF_8), JsonLimits.ARGUMENTS);
        Map<?, ?> asked = (Map<?, ?>) message.get("data");
        assertThat(asked.get("text")).isEqualTo("Pay 20");
        Map<String, Object> data = Map.of(
                "id",
                asked.get("id"),
                "call_digest",
                asked.get("call_digest"),
                "by",
                asked.get("by"),
                "answer",
                "approve",
                "approver",
                "lena",
                "reason",
                "",
                "remember",
                false);
        return CanonicalJson.write(Map.of(
                "type", "taskbound.approval.decided", "timestamp", Instant.now().toString(), "data", data));
    }

    private static int post(URI address, String body, byte[] key) throws Exception {
        String id = "msg_" + UUID.randomUUID();
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature(id, timestamp, bytes, key))
                .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static String signature(String id, String timestamp, byte[] body, byte[] key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    }

    private static String key(byte[] key) {
        return "whsec_" + Base64.getEncoder().encodeToString(key);
    }
}
