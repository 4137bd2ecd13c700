/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.authzen;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.PolicyDecisionPoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Asks an external decision point about each task and each call (OpenID AuthZEN Authorization API 1.0, 6.1: one evaluation
 * for each request). Besides the policy file, so that both have to permit:
 *
 * <pre>{@code
 * ToolGuard.builder().policy(policy).audit(audit)
 *         .decisionPoint(new AuthZenDecisionPoint(client, HttpUrl.get("https://pdp.example.com"), Duration.ofSeconds(2)))
 * }</pre>
 *
 * Only an answer with status 200 and the boolean {@code true} permits. The boolean {@code false} denies with
 * {@code DENIED_BY_RULE}. Everything else (no answer in time, another status, a redirect, what is no JSON, no decision, a
 * decision that is text) fails, and the guard denies with {@code POLICY_UNAVAILABLE}. Nothing is asked twice and no answer
 * is kept.
 */
public final class AuthZenDecisionPoint implements PolicyDecisionPoint {
    private static final MediaType JSON = MediaType.get("application/json");

    private final OkHttpClient client;
    private final HttpUrl endpoint;

    /**
     * @param client with whatever authenticates to the decision point, for example an interceptor that adds a token
     * @param server the decision point's base URL
     * @param patience the longest wait for one answer
     */
    public AuthZenDecisionPoint(OkHttpClient client, HttpUrl server, Duration patience) {
        this.client = client.newBuilder()
                .callTimeout(patience)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                .build();
        this.endpoint =
                server.newBuilder().addPathSegments("access/v1/evaluation").build();
    }

    @Override
    public CompletionStage<Decision> mayOpen(TaskRequest request, Instant now) {
        return ask(AuthZenJson.opening(request, now));
    }

    @Override
    public CompletionStage<Decision> decide(AccessRequest request) {
        return ask(AuthZenJson.call(request));
    }

    private CompletionStage<Decision> ask(Map<String, Object> evaluation) {
        Request request = new Request.Builder()
                .url(endpoint)
                .header("Accept", "application/json")
                .post(RequestBody.create(AuthZenJson.bytes(evaluation), JSON))
                .build();
        CompletableFuture<Decision> decision = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException e) {
                decision.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call call, Response response) {
                try (response) {
                    decision.complete(decision(response));
                } catch (IOException | RuntimeException e) {
                    decision.completeExceptionally(e);
                }
            }
        });
        return decision;
    }

    private static Decision decision(Response response) throws IOException {
        if (response.code() != 200) {
            throw new IOException("the decision point answered with status " + response.code());
        }
        return AuthZenJson.decision(response.body().source())
                ? new Decision.Permit(List.of("authzen"), List.of())
                : new Decision.Deny(ReasonCode.DENIED_BY_RULE, "authzen", "the decision point said no");
    }
}
