/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.webhook;

import dev.taskbound.approval.ChannelDecision;
import dev.taskbound.approval.Decided.Effect;
import dev.taskbound.internal.net.ExpiringIds;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what approving services say, from whatever HTTP endpoint receives it. A message counts if a trusted key signed
 * its very bytes (Standard Webhooks, "Verifying signatures") within five minutes, its id is new to this process, and the
 * service speaks for the group it answers for. Then the guard's desk decides whether it has an effect: that it is used
 * once, in whatever process, is the desk's and the store's doing. Works for calls that another process holds, where they
 * share a store. Thread-safe.
 */
public final class WebhookDecisions {
    /** Bytes of a message; more is not read. */
    public static final int LONGEST_BODY = 16 * 1024;

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int MOST_IDS = 100_000;

    private final Function<ChannelDecision, Effect> desk;
    private final List<ApprovingService> services;
    private final Clock clock;
    private final ExpiringIds seen;

    private WebhookDecisions(Function<ChannelDecision, Effect> desk, List<ApprovingService> services, Clock clock) {
        this.desk = desk;
        this.services = services;
        this.clock = clock;
        this.seen = new ExpiringIds(MOST_IDS, clock);
    }

    /** @param desk where decisions go: {@code guard.approvals()::decide} */
    public static Builder to(Function<ChannelDecision, Effect> desk) {
        return new Builder(desk);
    }

    /**
     * Judges one message. Waits for store and audit log.
     *
     * @param header gives a header's value by its lower-case name, or null: {@code request::getHeader}
     * @param body the bytes as they were received, not parsed and written again
     */
    public WebhookReply accept(Function<String, @Nullable String> header, byte[] body) {
        if (body.length > LONGEST_BODY) {
            return WebhookReply.TOO_LARGE;
        }
        Optional<SignedHeaders> headers = SignedHeaders.of(header).filter(this::isRecent);
        ApprovingService service =
                headers.flatMap(signed -> sender(signed, body)).orElse(null);
        if (headers.isEmpty() || service == null) {
            return WebhookReply.UNSIGNED;
        }
        String id = service.name() + " " + headers.get().id();
        if (seen.contains(id)) {
            return WebhookReply.REPLAYED;
        }
        WebhookReply reply = DecisionDocument.read(body)
                .map(decision -> judge(service, decision))
                .orElse(WebhookReply.MALFORMED);
        if (reply != WebhookReply.UNAVAILABLE) {
            // After the fact, so that what had no effect can be sent again; two at once are the desk's to tell apart.
            seen.add(id, headers.get().at().plus(TOLERANCE));
        }
        return reply;
    }

    private boolean isRecent(SignedHeaders headers) {
        return Duration.between(headers.at(), clock.instant()).abs().compareTo(TOLERANCE) <= 0;
    }

    private Optional<ApprovingService> sender(SignedHeaders signed, byte[] body) {
        return services.stream()
                .filter(service -> signed.isSignedBy(service.keys(), body))
                .findFirst();
    }

    private WebhookReply judge(ApprovingService service, DecisionDocument decision) {
        if (!service.mayAnswerFor(decision.by())) {
            return WebhookReply.NOT_FOUND;
        }
        return WebhookReply.of(desk.apply(new ChannelDecision(
                service.approver(decision.approver(), decision.by()),
                decision.by(),
                decision.choice(),
                decision.answer(),
                decision.reason(),
                decision.remember())));
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final Function<ChannelDecision, Effect> desk;
        private final List<ApprovingService> services = new ArrayList<>();
        private Clock clock = Clock.systemUTC();

        private Builder(Function<ChannelDecision, Effect> desk) {
            this.desk = Objects.requireNonNull(desk, "desk");
        }

        /** @throws IllegalArgumentException if the service speaks for nobody or has no key */
        public Builder trust(ApprovingService service) {
            if (!service.isComplete()) {
                throw new IllegalArgumentException(service + ": expected groups and a key to verify with");
            }
            services.add(service);
            return this;
        }

        public Builder clock(Clock wallClock) {
            this.clock = Objects.requireNonNull(wallClock, "wallClock");
            return this;
        }

        /** With no service to trust, every message is refused. */
        public WebhookDecisions build() {
            return new WebhookDecisions(desk, List.copyOf(services), clock);
        }
    }
}
