/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.ReasonCode;
import dev.taskbound.identity.ClientCertificate;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import dev.taskbound.internal.net.PlainHttp;
import dev.taskbound.telemetry.GuardTelemetry;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/**
 * Talks JSON to authorization servers: bounded in time and size, never following a redirect, keeping no cookie. Every
 * failure is a {@link CredentialException} that names the address and holds nothing of the answer. Thread-safe; answers
 * on its own daemon threads.
 */
final class JsonHttp {
    private static final Duration GET_TIMEOUT = Duration.ofSeconds(10);
    private static final String JSON = "application/json";
    private static final String CODING = "Content-Encoding";
    private static final String IDENTITY = "identity";
    private static final int LARGEST_BODY = JsonLimits.ARGUMENTS.maxBytes();

    private final OkHttpClient client;
    private final Tracer tracer;
    private final IssuerGate gate;
    private final Map<ClientCertificate, OkHttpClient> presenting = new ConcurrentHashMap<>();
    /** Keeps no connection: what is sent again goes over a new one. */
    private final ConnectionPool none = new ConnectionPool(0, 1, TimeUnit.SECONDS);

    /**
     * @param settings whose TLS, proxy, DNS and interceptors are used
     * @param openTelemetry gets a span for each request
     * @param issuer whom it talks to, for messages and metrics
     */
    JsonHttp(OkHttpClient settings, OpenTelemetry openTelemetry, String issuer, Metrics metrics) {
        this.tracer = GuardTelemetry.tracer(openTelemetry);
        // One connection for each request at once, or they would be closed and opened all the time.
        ConnectionPool connections = new ConnectionPool(IssuerGate.AT_ONCE, 1, TimeUnit.MINUTES);
        this.client = PlainHttp.client(
                settings.newBuilder()
                        .connectionPool(connections)
                        // Each call is timed as a whole; a second clock for each read and write only costs.
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .build(),
                "taskbound-credentials");
        this.gate = new IssuerGate(issuer, executor(), new IssuerMetrics(metrics, issuer));
    }

    /** The threads on which answers arrive. */
    Executor executor() {
        return client.dispatcher().executorService();
    }

    CompletableFuture<JsonAnswer> get(URI address) {
        long end = System.nanoTime() + GET_TIMEOUT.toNanos();
        Supplier<Duration> remaining = () -> Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        return gate.ask(again -> send(client, again, json(address), remaining.get(), JsonHttp::read), remaining);
    }

    private static Request.Builder json(URI address) {
        return new Request.Builder().url(address.toString()).header("Accept", JSON);
    }

    /** Whatever a source asks, made anew for each attempt. */
    CompletableFuture<IssuerAnswer> ask(Supplier<IssuerRequest> made, Supplier<Duration> remaining) {
        return gate.ask(
                again -> send(client, again, made.get().http(), remaining.get(), IssuerAnswer::read), remaining);
    }

    /**
     * @param made makes the request when it is about to go out, anew for each attempt
     * @param remaining for everything, from the connection to the last byte
     */
    CompletableFuture<Asked> post(Supplier<TokenRequest> made, Supplier<Duration> remaining) {
        return gate.ask(again -> sent(made.get(), again, remaining), remaining);
    }

    /** As {@link #post}, but never a second time by itself: for what somebody would feel twice. */
    CompletableFuture<Asked> postOnce(Supplier<TokenRequest> made, Supplier<Duration> remaining) {
        return gate.once(again -> sent(made.get(), again, remaining), remaining);
    }

    /** Asks a revocation endpoint. */
    CompletableFuture<RevocationAnswer> revoke(Supplier<TokenRequest> made, Supplier<Duration> remaining) {
        return gate.ask(again -> post(made.get(), again, remaining.get(), RevocationAnswer::read), remaining);
    }

    private CompletableFuture<Reply<Asked>> sent(TokenRequest request, boolean again, Supplier<Duration> remaining) {
        return post(request, again, remaining.get(), JsonHttp::read)
                .thenApply(reply -> reply.map(answer -> new Asked(request.form(), answer)));
    }

    private <T> CompletableFuture<Reply<T>> post(
            TokenRequest asked, boolean again, Duration timeout, Reading<T> reading) {
        TokenForm form = asked.form();
        ClientCertificate certificate = form.certificate();
        OkHttpClient caller = certificate == null
                ? client
                : presenting.computeIfAbsent(certificate, shown -> TlsIdentity.presenting(client, shown));
        Request.Builder request = new Request.Builder()
                .url(asked.address().toString())
                .headers(form.headers())
                .header("Accept", JSON)
                .post(new SentOnce(form.body()));
        return send(caller, again, request, timeout, reading);
    }

    private <T> CompletableFuture<Reply<T>> send(
            OkHttpClient usual, boolean again, Request.Builder builder, Duration timeout, Reading<T> reading) {
        // Answers are short; one that is small on its way and large in memory is not wanted.
        Request request = builder.header("Accept-Encoding", IDENTITY).build();
        OkHttpClient caller = again ? usual.newBuilder().connectionPool(none).build() : usual;
        Call call = caller.newCall(request);
        call.timeout().timeout(Math.max(1, timeout.toNanos()), TimeUnit.NANOSECONDS);
        ConnectionUse connection = new ConnectionUse();
        call.addEventListener(connection);
        CompletableFuture<Reply<T>> answer = new CompletableFuture<>();
        RequestSpan span = RequestSpan.start(tracer, request);
        call.enqueue(new Completing<>(answer, span, connection, client.connectionPool(), reading));
        return answer;
    }

    /** Makes of an answer what its request was about. */
    private interface Reading<T> {
        T read(String address, Response response) throws IOException, JsonRefusedException;
    }

    private record Completing<T>(
            CompletableFuture<Reply<T>> answer,
            RequestSpan span,
            ConnectionUse connection,
            ConnectionPool idle,
            Reading<T> reading)
            implements Callback {
        @Override
        public void onFailure(Call call, IOException e) {
            drop(call);
            span.failed(e);
            boolean stale = connection.isStale(e);
            if (stale) {
                // The others have been open for as long.
                idle.evictAll();
            }
            // Without message: a protocol error quotes what the server sent.
            answer.completeExceptionally(new NoAnswerException(
                    shown(call) + ": no answer (" + e.getClass().getSimpleName() + ")", stale));
        }

        @Override
        public void onResponse(Call call, Response response) {
            drop(call);
            try (response) {
                if (!IDENTITY.equalsIgnoreCase(response.header(CODING, IDENTITY))) {
                    span.answered(response.code(), null);
                    fail(call, "HTTP " + response.code() + ", expected no " + CODING);
                    return;
                }
                T read = reading.read(shown(call), response);
                span.answered(response.code(), null);
                Duration retryAfter = RetryAfter.of(response.header("Retry-After"), Instant.now());
                answer.complete(new Reply<>(read, response.code(), retryAfter));
            } catch (JsonRefusedException e) {
                span.answered(response.code(), e);
                fail(call, "HTTP " + response.code() + ", expected strict JSON: " + e.getMessage());
            } catch (IOException | RuntimeException e) {
                span.answered(response.code(), e);
                fail(
                        call,
                        "HTTP " + response.code() + ", then no answer ("
                                + e.getClass().getSimpleName() + ")");
            }
        }

        private void fail(Call call, String what) {
            answer.completeExceptionally(
                    new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, shown(call) + ": " + what));
        }

        /** What was not sent is of no use any more. */
        private static void drop(Call call) {
            if (call.request().body() instanceof SentOnce body) {
                body.drop();
            }
        }

        private static String shown(Call call) {
            return RequestSpan.shown(call.request().url());
        }
    }

    private static JsonAnswer read(String address, Response response) throws IOException, JsonRefusedException {
        return new JsonAnswer(address, response.code(), json(response), nonce(response));
    }

    static Map<String, @Nullable Object> json(Response response) throws IOException, JsonRefusedException {
        if (!isJson(response.body().contentType())) {
            return Map.of();
        }
        return StrictJson.parseObject(text(response), JsonLimits.ARGUMENTS);
    }

    /** One byte more than is allowed tells a body that is too large from one that just fits. */
    static String text(Response response) throws IOException {
        BufferedSource source = response.body().source();
        source.request(LARGEST_BODY + 1L);
        return source.readUtf8(Math.min(source.getBuffer().size(), LARGEST_BODY + 1L));
    }

    private static @Nullable String nonce(Response response) {
        String nonce = response.header("DPoP-Nonce");
        return Nonces.isOne(nonce) ? nonce : null;
    }

    static boolean isJson(@Nullable MediaType type) {
        String subtype = type == null ? "" : type.subtype().toLowerCase(Locale.ROOT);
        return subtype.equals("json") || subtype.endsWith("+json");
    }
}
