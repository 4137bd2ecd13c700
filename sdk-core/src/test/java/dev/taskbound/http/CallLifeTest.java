/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TestCall;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An HTTP call belongs to the tool call it was made in: wherever it runs, and no longer than that lasts. */
class CallLifeTest extends HttpTest {
    private static final MockResponse NEVER = new MockResponse.Builder()
            .onResponseStart(SocketEffect.Stall.INSTANCE)
            .build();

    private MockWebServer orders;
    private TestCall call;

    @BeforeEach
    void serve() throws Exception {
        orders = net.serve("orders.test");
        call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
    }

    private Request request() {
        return get(net.url("orders.test", "/1"));
    }

    private Call made(TestCall by) throws Exception {
        return by.run(() -> http().newCall(request()));
    }

    private static CompletableFuture<String> enqueue(Call call) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        call.enqueue(new Callback() {
            @Override
            public void onFailure(Call failed, IOException e) {
                answer.completeExceptionally(e);
            }

            @Override
            public void onResponse(Call answered, Response response) throws IOException {
                try (response) {
                    answer.complete((answered == call) + " " + response.body().string() + " "
                            + CallContext.current().map(c -> c.tool().key()));
                }
            }
        });
        return answer;
    }

    @Test
    void carriesTheToolCallToOkHttpsThreads() throws Exception {
        orders.enqueue(Net.ok());
        assertThat(enqueue(made(call)).get(30, TimeUnit.SECONDS)).isEqualTo("true body " + Optional.of("lookup_order"));
        assertThat(take(orders).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(CallContext.current()).isEmpty();
    }

    @Test
    void cancelsInFlightWhenTheCallEnds() throws Exception {
        orders.enqueue(NEVER);
        Call made = made(call);
        CompletableFuture<String> answer = enqueue(made);
        take(orders);
        call.end(ReasonCode.REVOKED);

        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThat(made.isCanceled()).isTrue();
        assertThatThrownBy(() -> made.clone().execute()).isInstanceOf(ToolCallDeniedException.class);
        assertThatThrownBy(() -> made.clone().enqueue(null)).isInstanceOf(ToolCallDeniedException.class);
    }

    @Test
    void cancelsABodyThatIsStillBeingRead() throws Exception {
        orders.enqueue(new MockResponse.Builder()
                .body("x".repeat(10_000))
                .throttleBody(10, 1, TimeUnit.SECONDS)
                .build());
        Response response = call.run(() -> http().newCall(request()).execute());
        assertThat(response.body().source().readByte()).isEqualTo((byte) 'x');
        call.end(ReasonCode.CANCELLED);
        assertThat(catchThrowable(() -> response.body().string())).isInstanceOf(IOException.class);
    }

    @Test
    void leavesACallAloneOnceItsBodyIsClosed() throws Exception {
        orders.enqueue(Net.ok());
        Call made = made(call);
        made.execute().close();
        call.end(ReasonCode.TASK_CLOSED);
        assertThat(made.isCanceled()).isFalse();
        assertThat(made.isExecuted()).isTrue();
    }

    /** Also where others wait before it to have their connections cut. */
    @Test
    void sendsNoMoreOfABodyOnceTheCallIsOver() throws Exception {
        orders.enqueue(Net.ok());
        IOException[] refused = new IOException[1];
        RequestBody body = new RequestBody() {
            @Override
            public MediaType contentType() {
                return null;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.writeUtf8("first");
                sink.flush();
                call.over(ReasonCode.REVOKED);
                try {
                    sink.writeUtf8("second");
                    sink.flush();
                } catch (IOException e) {
                    refused[0] = e;
                    throw e;
                }
            }
        };
        Request upload = new Request.Builder()
                .url(net.url("orders.test", "/1"))
                .post(body)
                .build();
        assertThat(catchThrowable(() -> send(call, upload))).isNotNull();
        assertThat(refused[0]).isNotNull();
    }

    /** A body arrives as it was written. */
    @Test
    void sendsABodyAsItIs() throws Exception {
        orders.enqueue(Net.ok());
        String text = "x".repeat(100_000);
        Request upload = new Request.Builder()
                .url(net.url("orders.test", "/1"))
                .post(RequestBody.create(text, MediaType.get("text/plain")))
                .build();
        assertThat(send(call, upload)).isEqualTo(200);
        RecordedRequest seen = take(orders);
        assertThat(seen.getBody().utf8()).isEqualTo(text);
        assertThat(seen.getHeaders().get("Content-Length")).isEqualTo("100000");
    }

    /** A call that waits for its turn sends nothing either. */
    @Test
    void sendsNothingThatWasStillQueued() throws Exception {
        orders.enqueue(NEVER);
        Call.Factory one = GuardedHttp.wrap(net.client().build(), 1);
        CompletableFuture<String> first = enqueue(call.run(() -> one.newCall(request())));
        CompletableFuture<String> second = enqueue(call.run(() -> one.newCall(request())));
        take(orders);
        call.end(ReasonCode.REVOKED);
        assertThat(catchThrowable(() -> first.get(30, TimeUnit.SECONDS))).isNotNull();
        assertThat(catchThrowable(() -> second.get(30, TimeUnit.SECONDS))).isNotNull();
        assertThat(orders.getRequestCount()).isEqualTo(1);
    }

    /** The end may come between two hops: nothing is followed for a call that is over. */
    @Test
    void followsNoRedirectAfterTheEnd() throws Exception {
        orders.enqueue(Net.redirect(302, "/2"));
        orders.enqueue(Net.ok());
        Call.Factory http = GuardedHttp.wrap(net.client()
                .addNetworkInterceptor(chain -> {
                    Response response = chain.proceed(chain.request());
                    call.end(ReasonCode.REVOKED);
                    return response;
                })
                .build());
        assertThat(catchThrowable(() -> send(call, http, request()))).isNotNull();
        assertThat(orders.getRequestCount()).isEqualTo(1);
    }

    /** Between the check before connecting and the socket lies the time it takes to connect. */
    @Test
    void writesNothingForACallThatEndedWhileConnecting() throws Exception {
        orders.enqueue(Net.ok());
        Call.Factory http = GuardedHttp.wrap(net.client()
                .addNetworkInterceptor(chain -> {
                    call.end(ReasonCode.REVOKED);
                    return chain.proceed(chain.request());
                })
                .build());
        assertThatThrownBy(() -> send(call, http, request()))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
        assertThat(orders.getRequestCount()).isZero();
    }

    /** A timeout of the whole call is an {@link InterruptedIOException}; one of a single read is a subclass of it. */
    @Test
    void endsAtTheDeadlineOfTheToolCall() throws Exception {
        orders.enqueue(NEVER);
        Instant deadline = Instant.now().plusSeconds(2);
        TestCall brief = TestCall.to(Net.destination(net.at("orders.test")), TOKEN, deadline);
        assertThat(catchThrowable(() -> send(brief, request()))).isExactlyInstanceOf(InterruptedIOException.class);
        while (Instant.now().isBefore(deadline)) {
            Thread.sleep(5);
        }
        assertThatThrownBy(() -> send(brief, request()))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.DEADLINE_EXCEEDED));
    }

    @Test
    void keepsAShorterTimeoutOfTheTool() throws Exception {
        orders.enqueue(NEVER);
        Call made = made(call);
        made.timeout().timeout(200, TimeUnit.MILLISECONDS);
        assertThat(catchThrowable(made::execute)).isExactlyInstanceOf(InterruptedIOException.class);

        orders.enqueue(NEVER);
        Call other = made(call);
        other.timeout().deadline(200, TimeUnit.MILLISECONDS);
        assertThat(catchThrowable(other::execute)).isExactlyInstanceOf(InterruptedIOException.class);
        assertThat(call.context().deadline()).isAfter(Instant.now().plus(Duration.ofMinutes(30)));
    }

    /** The rest of the contract of {@link Call}. */
    @Test
    void behavesAsAnyCall() throws Exception {
        orders.enqueue(Net.ok());
        orders.enqueue(Net.ok());
        Request request = request().newBuilder().tag(String.class, "mine").build();
        Call made = call.run(() -> http().newCall(request));
        assertThat(made.request()).isSameAs(request);
        assertThat(made.tag(String.class)).isEqualTo("mine");
        assertThat(made.isExecuted()).isFalse();
        try (Response response = made.execute()) {
            assertThat(response.request().tag(String.class)).isEqualTo("mine");
        }
        assertThatThrownBy(made::execute).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> enqueue(made)).isInstanceOf(IllegalStateException.class);

        Call again = made.clone();
        assertThat(again.isExecuted()).isFalse();
        again.execute().close();
        assertThat(take(orders).getHeaders()).isEqualTo(take(orders).getHeaders());

        Call cancelled = made.clone();
        cancelled.cancel();
        assertThat(cancelled.isCanceled()).isTrue();
        assertThat(catchThrowable(cancelled::execute)).isInstanceOf(IOException.class);
    }
}
