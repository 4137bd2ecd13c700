/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.approval.ApprovalOutcome;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request on its way: sent until it arrives, a bounded number of times, no longer than somebody waits for it. */
final class Delivery implements Callback {
    private static final Logger log = LoggerFactory.getLogger(WebhookApprover.class);
    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration ATTEMPT = Duration.ofSeconds(15);
    private static final int ATTEMPTS = 6;

    private final OkHttpClient client;
    private final URI address;
    private final String eventId;
    private final byte[] body;
    private final List<WebhookKey> keys;
    private final Instant expiresAt;
    private final Clock clock;
    private final Duration firstPause;
    /** Never completed here with a decision: those come in elsewhere. */
    private final CompletableFuture<ApprovalOutcome> answer = new CompletableFuture<>();

    private int made;

    Delivery(
            OkHttpClient client,
            URI address,
            String eventId,
            byte[] body,
            List<WebhookKey> keys,
            Instant expiresAt,
            Clock clock,
            Duration firstPause) {
        this.client = client;
        this.address = address;
        this.eventId = eventId;
        this.body = body;
        this.keys = keys;
        this.expiresAt = expiresAt;
        this.clock = clock;
        this.firstPause = firstPause;
    }

    CompletableFuture<ApprovalOutcome> begin() {
        attempt();
        return answer;
    }

    private void attempt() {
        Instant now = clock.instant();
        Duration left = Duration.between(now, expiresAt);
        if (answer.isDone()) {
            return;
        }
        if (left.isNegative() || left.isZero()) {
            giveUp("it expired before it could be delivered");
            return;
        }
        Call call = client.newCall(request(now));
        Duration most = left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT;
        call.timeout().timeout(most.toNanos(), TimeUnit.NANOSECONDS);
        // Decided elsewhere, expired or void: nobody waits for it to arrive.
        answer.whenComplete((outcome, failure) -> call.cancel());
        call.enqueue(this);
    }

    private Request request(Instant now) {
        SignedHeaders signed = SignedHeaders.sign(eventId, now, body, keys);
        return new Request.Builder()
                .url(address.toString())
                .header(SignedHeaders.ID, signed.id())
                .header(SignedHeaders.TIMESTAMP, Long.toString(signed.timestamp()))
                .header(SignedHeaders.SIGNATURE, signed.signatures())
                .post(RequestBody.create(body, JSON))
                .build();
    }

    @Override
    public void onFailure(Call call, IOException e) {
        // Without message: a protocol error quotes what the server sent.
        again("no answer (" + e.getClass().getSimpleName() + ")");
    }

    @Override
    public void onResponse(Call call, Response response) {
        try (response) {
            int code = response.code();
            if (code >= 500 || code == 408 || code == 425 || code == 429) {
                again("HTTP " + code);
            } else if (!response.isSuccessful()) {
                giveUp("HTTP " + code);
            }
        }
    }

    /** Safe: the receiver knows by the event's id what it has been asked already. */
    private void again(String why) {
        // One attempt at a time: the next begins when this one has ended.
        made++;
        if (made >= ATTEMPTS) {
            giveUp(why + ", after " + made + " attempts");
            return;
        }
        Duration pause = firstPause.multipliedBy(1L << (made - 1));
        CompletableFuture.delayedExecutor(
                        pause.toNanos(),
                        TimeUnit.NANOSECONDS,
                        client.dispatcher().executorService())
                .execute(this::attempt);
    }

    private void giveUp(String why) {
        if (answer.completeExceptionally(new IllegalStateException("the webhook was not delivered: " + why))) {
            log.warn("a request for approval was not delivered to {}: {}", address.getHost(), why);
        }
    }
}
