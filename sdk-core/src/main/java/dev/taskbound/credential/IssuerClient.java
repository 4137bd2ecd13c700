/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.internal.net.Loopback;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import okhttp3.OkHttpClient;

/**
 * How a {@link CredentialSource} asks its server over HTTP, with the care that the guard's own sources take: at most 64
 * requests at once, the others waiting without a thread; once more after a short pause where no answer came, or 429, 502,
 * 503 or 504; none while the server is down; bounded in time and size; no redirect followed, no cookie kept; a CLIENT span
 * for each request and the metrics {@code taskbound.issuer.*}. Every failure is a {@link CredentialException} that names
 * the address and holds nothing of what was sent or answered. Thread-safe; answers on daemon threads of its own.
 */
public final class IssuerClient {
    private final String issuer;
    private final JsonHttp http;

    private IssuerClient(String issuer, JsonHttp http) {
        this.issuer = issuer;
        this.http = http;
    }

    /**
     * @param server {@code https}, or {@code http} on loopback; for messages and metrics
     * @param settings whose TLS, proxy, DNS and interceptors are used; its interceptors see secrets
     * @throws IllegalArgumentException if what is sent there could be read on the way
     */
    public static IssuerClient to(URI server, OkHttpClient settings, OpenTelemetry openTelemetry) {
        if (!Loopback.isProtected(server) || server.getRawUserInfo() != null || server.getRawQuery() != null) {
            throw new IllegalArgumentException("expected HTTPS, or HTTP on loopback, without user and query: "
                    + server.getScheme() + "://" + server.getHost());
        }
        String issuer = server.toString();
        return new IssuerClient(issuer, new JsonHttp(settings, openTelemetry, issuer, Metrics.of(openTelemetry)));
    }

    /**
     * @param made makes the request when it is about to go out, anew for the second attempt
     * @param remaining how much time is left for all of it
     */
    public CompletableFuture<IssuerAnswer> ask(Supplier<IssuerRequest> made, Supplier<Duration> remaining) {
        return http.ask(made, remaining);
    }

    /**
     * Work of one or more requests, bounded as a whole.
     *
     * @param now when it begins
     * @param deadline when its answer is of no more use
     * @param work gets what is left of the time whenever it looks
     * @param late gets what comes after the deadline, so that it can be given back
     * @return fails with {@link CredentialException} only, at the deadline at the latest
     */
    public <T> CompletableFuture<T> within(
            Instant now, Instant deadline, Function<Supplier<Duration>, CompletableFuture<T>> work, Consumer<T> late) {
        Duration time = Duration.between(now, deadline);
        if (time.isNegative() || time.isZero()) {
            return CompletableFuture.failedFuture(unavailable("no time is left for this call"));
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        begun(work, left(time)).whenComplete((value, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!answer.complete(value)) {
                late.accept(value);
            }
        });
        // The timeout comes from a thread that all of Java shares; what follows a failure must not run there.
        return answer.orTimeout(time.toNanos(), TimeUnit.NANOSECONDS)
                .exceptionallyComposeAsync(e -> CompletableFuture.failedFuture(explained(e)), executor());
    }

    /** A time that begins to run now. */
    public static Supplier<Duration> left(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        return () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private static <T> CompletableFuture<T> begun(
            Function<Supplier<Duration>, CompletableFuture<T>> work, Supplier<Duration> left) {
        try {
            return work.apply(left);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The threads on which answers arrive. */
    public Executor executor() {
        return http.executor();
    }

    /** No cause is kept: causes of unknown kinds may quote what was sent or received. */
    private CredentialException explained(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof CredentialException known) {
            return known;
        }
        return unavailable(
                cause instanceof TimeoutException
                        ? "no answer before the call's deadline"
                        : "the request failed (" + cause.getClass().getSimpleName() + ")");
    }

    private CredentialException unavailable(String what) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, issuer + ": " + what);
    }

    /** Names the server. */
    @Override
    public String toString() {
        return "IssuerClient[" + issuer + "]";
    }
}
