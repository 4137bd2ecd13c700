/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.Secret;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import dev.taskbound.internal.net.Loopback;
import dev.taskbound.internal.net.PlainHttp;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import okhttp3.OkHttpClient;

/**
 * Sends each request to a service that puts it before people, signed as Standard Webhooks says. The answer comes later,
 * to {@link WebhookDecisions}; what the service says to the request itself is not read. A request that could not be
 * delivered is tried again under the same {@code webhook-id}, six times in about half a minute and never after it has
 * expired; then the call is denied with {@code APPROVAL_UNAVAILABLE}. Redirects are not followed. Thread-safe.
 */
public final class WebhookApprover implements Approver {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final URI address;
    private final List<WebhookKey> keys;
    private final boolean controlOnly;
    private final OkHttpClient client;
    private final Clock clock;
    private final Duration firstPause;

    private WebhookApprover(Builder builder) {
        this.address = builder.address;
        this.keys = builder.keys;
        this.controlOnly = builder.controlOnly;
        this.client = PlainHttp.client(builder.client, "taskbound-webhooks");
        this.clock = builder.clock;
        this.firstPause = builder.firstPause;
    }

    /**
     * @param address HTTPS, or HTTP on this machine: the request holds arguments in clear
     * @throws IllegalArgumentException if it is something else
     */
    public static Builder to(URI address) {
        return new Builder(address);
    }

    @Override
    public CompletionStage<ApprovalOutcome> ask(ApprovalRequest request) {
        byte[] body = RequestDocument.of(request, controlOnly, clock.instant());
        Delivery delivery = new Delivery(
                client, address, RequestDocument.eventId(request), body, keys, request.expiresAt(), clock, firstPause);
        return delivery.begin();
    }

    /** Names the host: an address may hold a secret. */
    @Override
    public String toString() {
        return "WebhookApprover[" + address.getHost() + "]";
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final URI address;
        private List<WebhookKey> keys = List.of();
        private boolean controlOnly;
        private OkHttpClient client = new OkHttpClient();
        private Clock clock = Clock.systemUTC();
        private Duration firstPause = FIRST_PAUSE;

        private Builder(URI address) {
            if (!Loopback.isProtected(address)) {
                throw new IllegalArgumentException("expected an HTTPS address, or HTTP on loopback, for the webhook");
            }
            this.address = address;
        }

        /**
         * What signs: {@code whsec_…} (HMAC-SHA256) or {@code whsk_…} (Ed25519). Several while keys are changed: each
         * signs, and the receiver takes the one it knows.
         *
         * @throws IllegalArgumentException if one is no such key
         */
        public Builder signedWith(Secret... signingKeys) {
            List<WebhookKey> parsed =
                    Arrays.stream(signingKeys).map(WebhookKey::parse).toList();
            if (!parsed.stream().allMatch(WebhookKey::signs)) {
                throw new IllegalArgumentException("expected keys that sign, found a public one");
            }
            this.keys = parsed;
            return this;
        }

        /**
         * Keeps the values of arguments that decide nothing here, where the tool declares {@code control} arguments; the
         * request names them. Then people approve what they were not shown.
         */
        public Builder controlArgumentsOnly() {
            this.controlOnly = true;
            return this;
        }

        /** Whose TLS, proxy, DNS and interceptors are used. */
        public Builder client(OkHttpClient settings) {
            this.client = Objects.requireNonNull(settings, "settings");
            return this;
        }

        public Builder clock(Clock wallClock) {
            this.clock = Objects.requireNonNull(wallClock, "wallClock");
            return this;
        }

        /** The pause before a second attempt; each later one is twice as long. */
        Builder firstPause(Duration pause) {
            this.firstPause = pause;
            return this;
        }

        /** @throws IllegalStateException if nothing signs */
        public WebhookApprover build() {
            if (keys.isEmpty()) {
                throw new IllegalStateException("a webhook must be signed: give signedWith a key");
            }
            return new WebhookApprover(this);
        }
    }
}
