/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One person is asked and answers, or not (OpenID Connect CIBA Core 1.0, 7.3, 10.1 and 11). One deadline for all of it. */
final class BackchannelPolling {
    private static final String GRANT = "urn:openid:params:grant-type:ciba";
    private static final Duration LONGEST_POLL = Duration.ofSeconds(30);
    private static final int DEFAULT_INTERVAL = 5;
    private static final int SLOWER = 5;
    private static final int LONGEST_INTERVAL = 3_600;
    private static final int MOST_FAILURES = 5;
    private static final int LONGEST_ID = 4_096;

    private final AuthorizationServer server;
    private final Supplier<TokenForm> form;
    private final BackchannelRequest request;
    private final IdTokenCheck check;
    private final Clock clock;
    private final Duration second;
    private final CompletableFuture<Boolean> agreed = new CompletableFuture<>();
    private long end;
    private String id = "";
    private int interval;
    private int failures;

    BackchannelPolling(
            AuthorizationServer server,
            Supplier<TokenForm> form,
            BackchannelRequest request,
            IdTokenCheck check,
            Clock clock,
            Duration second) {
        this.server = server;
        this.form = form;
        this.request = request;
        this.check = check;
        this.clock = clock;
        this.second = second;
    }

    CompletableFuture<Boolean> begin(Duration left) {
        end = System.nanoTime() + left.toNanos();
        server.authenticate(this::asking, this::remaining)
                .thenAccept(this::acknowledged)
                .whenComplete(this::orFail);
        return agreed;
    }

    private TokenForm asking() {
        long seconds = Math.max(
                1, Duration.between(clock.instant(), request.expiresAt()).toSeconds());
        return form.get()
                .add("scope", "openid")
                .add(request.hintName(), request.hint().reveal())
                .add("binding_message", request.bindingMessage())
                .add("requested_expiry", Long.toString(seconds));
    }

    private void acknowledged(JsonAnswer answer) {
        Object given = answer.requireOk().get("auth_req_id");
        if (!(given instanceof String text) || text.isEmpty() || text.length() > LONGEST_ID) {
            throw answer.unusable("expected an auth_req_id");
        }
        int expires = seconds(answer, "expires_in", null);
        id = text;
        interval = seconds(answer, "interval", DEFAULT_INTERVAL);
        end = Math.min(end, System.nanoTime() + second.multipliedBy(expires).toNanos());
        pollLater();
    }

    private static int seconds(JsonAnswer answer, String name, @Nullable Integer otherwise) {
        Object given = answer.json().get(name);
        Object number = given == null ? otherwise : given;
        if (number instanceof Number seconds) {
            BigDecimal exact = new BigDecimal(seconds.toString());
            boolean isCount = exact.signum() > 0 && exact.stripTrailingZeros().scale() <= 0;
            if (isCount) {
                return exact.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValueExact();
            }
        }
        throw answer.unusable("expected a number of seconds in " + name);
    }

    private void pollLater() {
        long pause = second.multipliedBy(Math.min(interval, LONGEST_INTERVAL)).toNanos();
        long left = end - System.nanoTime();
        boolean isLast = pause >= left;
        // Not before the interval is over (7.3); where the time is up first, only to say so.
        CompletableFuture.delayedExecutor(Math.max(0, Math.min(pause, left)), TimeUnit.NANOSECONDS, server.executor())
                .execute(isLast ? this::expire : this::poll);
    }

    private void expire() {
        agreed.completeExceptionally(unavailable("nobody answered in time"));
    }

    private void poll() {
        if (agreed.isDone()) {
            return;
        }
        server.token(this::polling, null, this::remaining)
                .thenApply(Asked::answer)
                .handle((answer, failure) -> answer == null || answer.status() >= 500
                        ? again()
                        : CompletableFuture.completedFuture(answer).thenCompose(this::taken))
                .thenCompose(taken -> taken)
                .whenComplete(this::orFail);
    }

    private TokenForm polling() {
        return form.get().add("grant_type", GRANT).add("auth_req_id", id);
    }

    private CompletableFuture<Void> taken(JsonAnswer answer) {
        failures = 0;
        switch (answer.error()) {
            case "authorization_pending" -> pollLater();
            case "slow_down" -> {
                interval = Math.min(interval + SLOWER, LONGEST_INTERVAL);
                pollLater();
            }
            case "access_denied" -> agreed.complete(false);
            default -> {
                return tokens(answer);
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    private CompletableFuture<Void> tokens(JsonAnswer answer) {
        Object token = answer.requireOk().get("id_token");
        if (!(token instanceof String text)) {
            throw answer.unusable("expected an id_token");
        }
        return check.verify(text, id).thenRun(() -> {
            if (end - System.nanoTime() <= 0 || !clock.instant().isBefore(request.expiresAt())) {
                expire();
            } else {
                agreed.complete(true);
            }
        });
    }

    /** No answer, or none of substance: asked again a few times, as after slow_down (11). */
    private CompletableFuture<Void> again() {
        failures++;
        if (failures >= MOST_FAILURES) {
            throw unavailable("the token endpoint did not answer " + failures + " times in a row");
        }
        interval = Math.min(interval + SLOWER, LONGEST_INTERVAL);
        pollLater();
        return CompletableFuture.completedFuture(null);
    }

    private Duration remaining() {
        long left = Math.max(1, end - System.nanoTime());
        return Duration.ofNanos(Math.min(left, LONGEST_POLL.toNanos()));
    }

    private void orFail(@Nullable Void done, @Nullable Throwable failure) {
        if (failure != null) {
            agreed.completeExceptionally(explained(failure));
        }
    }

    /** No cause is kept: causes of unknown kinds may quote what was sent or received. */
    private CredentialException explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CredentialException known) {
            return known;
        }
        String what = cause instanceof CredentialRefusedException refused
                ? "the ID token is refused: " + refused.getMessage()
                : "the request failed (" + cause.getClass().getSimpleName() + ")";
        return unavailable(what);
    }

    private CredentialException unavailable(String message) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, server.issuer() + ": " + message);
    }
}
