/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static dev.taskbound.ReasonCode.CREDENTIAL_REJECTED;
import static dev.taskbound.ReasonCode.DESTINATION_NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TestCall;
import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Authenticator;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The call's credential, all of it and nothing else; a secret of the tool's own is refused and reported. */
class CredentialTest extends HttpTest {
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization",
                "authorization",
                "Proxy-Authorization",
                "X-Serverless-Authorization",
                "Cookie",
                "X-Api-Key",
                "api_key",
                "apikey",
                "X-Goog-Api-Key",
                "DD-API-KEY",
                "X-Auth-Token",
                "X-Access-Token",
                "X-Amz-Security-Token",
                "Txn-Token",
                "DPoP",
                "PRIVATE-TOKEN",
                "X-Vault-Token",
                "Token",
                "Ocp-Apim-Subscription-Key",
                "X-Functions-Key",
                "X-Client-Secret"
            })
    void refusesASecretThatTheToolSets(String header) {
        Request request = request().newBuilder().header(header, TOKEN).build();
        refused(call, request, CREDENTIAL_REJECTED, "static secret in a header");
        assertThat(orders.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Idempotency-Key",
                "X-CSRF-Token",
                "Mcp-Session-Id",
                "X-Request-Id",
                "If-Match",
                "Accept",
                "X-Tokens-Used"
            })
    void letsOtherHeadersThrough(String header) throws Exception {
        orders.enqueue(Net.ok());
        assertThat(send(call, request().newBuilder().header(header, "value").build()))
                .isEqualTo(200);
        assertThat(take(orders).getHeaders().get(header)).isEqualTo("value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_token", "api_key", "apiKey", "api-key", "client_secret", "X-API-Key"})
    void refusesASecretInTheQuery(String parameter) {
        HttpUrl url = net.url("orders.test", "/")
                .newBuilder()
                .addQueryParameter(parameter, TOKEN)
                .build();
        refused(call, get(url), CREDENTIAL_REJECTED, "static secret in a query parameter");
        assertThat(orders.getRequestCount()).isZero();
    }

    @Test
    void letsOtherParametersThrough() throws Exception {
        orders.enqueue(Net.ok());
        assertThat(send(call, get(net.url("orders.test", "/?page_token=2&token=3"))))
                .isEqualTo(200);
    }

    @Test
    void refusesASecretInTheUserInfo() {
        HttpUrl url = net.url("orders.test", "/")
                .newBuilder()
                .username("me")
                .password(TOKEN)
                .build();
        refused(call, get(url), CREDENTIAL_REJECTED, "static secret in the URL's user info");
    }

    /** RFC 9110, 15.5.2. */
    @Test
    void asksForExactlyOneNewCredentialAfterA401() throws Exception {
        orders.enqueue(Net.answer(401));
        orders.enqueue(Net.ok());
        Request post = request()
                .newBuilder()
                .post(RequestBody.create("x", MediaType.get("text/plain")))
                .build();

        assertThat(send(call, post)).isEqualTo(200);
        assertThat(take(orders).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(take(orders).getHeaders().get("Authorization")).isEqualTo("Bearer renewed-" + TOKEN);
        assertThat(call.renewals()).containsExactly(TestCall.credential(TOKEN));
    }

    @Test
    void returnsTheSecond401() throws Exception {
        orders.enqueue(Net.answer(401));
        orders.enqueue(Net.answer(401));
        assertThat(send(call, request())).isEqualTo(401);
        assertThat(orders.getRequestCount()).isEqualTo(2);
        assertThat(call.renewals()).hasSize(1);
    }

    @Test
    void returnsThe401WhereTheRenewalIsUsedUp() throws Exception {
        orders.enqueue(Net.answer(401));
        orders.enqueue(Net.ok());
        orders.enqueue(Net.answer(401));
        assertThat(send(call, request())).isEqualTo(200);
        assertThat(send(call, request())).isEqualTo(401);
        assertThat(orders.getRequestCount()).isEqualTo(3);
    }

    /** Two requests of one tool call run into the same dead credential; one renewal is enough for both. */
    @Test
    void usesTheCredentialThatAnotherRequestHasRenewed() throws Exception {
        orders.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                if (!("Bearer " + TOKEN).equals(request.getHeaders().get("Authorization"))) {
                    return Net.ok();
                }
                call.context().renewCredential(TestCall.credential(TOKEN));
                return Net.answer(401);
            }
        });
        assertThat(send(call, request())).isEqualTo(200);
        assertThat(call.renewals()).hasSize(1);
    }

    @Test
    void returnsThe401WhereTheBodyCannotBeSentAgain() throws Exception {
        orders.enqueue(Net.answer(401));
        Request once = request().newBuilder().post(new OneShotBody()).build();
        assertThat(send(call, once)).isEqualTo(401);
        assertThat(call.renewals()).isEmpty();
    }

    @Test
    void returnsThe401WhereTheDestinationWantsNoCredential() throws Exception {
        orders.enqueue(Net.answer(401));
        TestCall without = TestCall.to(Net.destination(net.at("orders.test")), null);
        assertThat(send(without, request())).isEqualTo(401);
        assertThat(without.renewals()).isEmpty();
    }

    /** A retry inside OkHttp passes the last check again and carries the same credential. */
    @Test
    void presentsTheCredentialOnOkHttpsOwnRetries() throws Exception {
        orders.enqueue(
                Net.answer(503).newBuilder().setHeader("Retry-After", "0").build());
        orders.enqueue(Net.ok());
        assertThat(send(call, request())).isEqualTo(200);
        take(orders);
        assertThat(take(orders).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void showsTheCredentialToNobody() throws Exception {
        orders.enqueue(Net.redirect(302, "/2"));
        orders.enqueue(Net.ok());
        List<String> seen = new CopyOnWriteArrayList<>();
        Interceptor logging = chain -> {
            seen.add("> " + chain.request() + chain.request().header("Authorization"));
            Response response = chain.proceed(chain.request());
            seen.add("< " + all(response));
            return response;
        };
        EventListener events = new EventListener() {
            @Override
            public void requestHeadersEnd(Call ignored, Request request) {
                seen.add("event " + request + request.headers());
            }

            @Override
            public void responseHeadersEnd(Call ignored, Response response) {
                seen.add("event " + response + response.request());
            }
        };
        Call.Factory http = GuardedHttp.wrap(net.client()
                .addInterceptor(logging)
                .addNetworkInterceptor(logging)
                .eventListener(events)
                .build());

        call.run(() -> {
            Call made = http.newCall(request());
            try (Response response = made.execute()) {
                seen.add(all(response) + made.request() + made);
            }
            return null;
        });
        assertThat(seen).hasSizeGreaterThan(8);
        assertThat(seen.toString()).doesNotContain(TOKEN);
        assertThat(take(orders).getHeaders().get("Authorization")).contains(TOKEN);
    }

    private static String all(Response response) {
        StringBuilder text = new StringBuilder(response.toString());
        for (Response each : new Response[] {response, response.networkResponse(), response.priorResponse()}) {
            if (each != null) {
                text.append(each.request())
                        .append(each.request().headers().toMultimap())
                        .append(each.headers());
            }
        }
        return text.toString();
    }

    @Test
    void namesNoTokenInAnExceptionAboutIt() {
        TestCall broken = TestCall.to(Net.destination(net.at("orders.test")), TOKEN + "\nX-Other: 1");
        Throwable thrown = catchThrowable(() -> send(broken, request()));
        assertThat(thrown).isNotNull();
        assertThat(thrown.toString()).doesNotContain(TOKEN);
        assertThat(orders.getRequestCount()).isZero();
    }

    @Test
    void refusesASecretThatAnInterceptorAdds() {
        Interceptor key = chain -> chain.proceed(
                chain.request().newBuilder().header("X-Api-Key", TOKEN).build());
        OkHttpClient above = net.client().addInterceptor(key).build();
        OkHttpClient network = net.client().addNetworkInterceptor(key).build();
        refused(call, GuardedHttp.wrap(above), request(), CREDENTIAL_REJECTED, "static secret in a header");
        refused(call, GuardedHttp.wrap(network), request(), CREDENTIAL_REJECTED, "static secret in a header");
        assertThat(orders.getRequestCount()).isZero();
    }

    @Test
    void refusesARequestThatAnInterceptorSendsElsewhere() throws Exception {
        MockWebServer evil = net.serve("evil.test", Net.ok());
        Interceptor reroute = chain -> chain.proceed(
                new Request.Builder().url(net.url("evil.test", "/")).build());
        Call.Factory http =
                GuardedHttp.wrap(net.client().addInterceptor(reroute).build());
        refused(call, http, request(), DESTINATION_NOT_ALLOWED, "host not listed");
        assertThat(evil.getRequestCount()).isZero();
    }

    @Test
    void refusesAHostThatANetworkInterceptorNames() {
        Interceptor fronting = chain -> chain.proceed(
                chain.request().newBuilder().header("Host", "internal.test").build());
        Interceptor replacing = chain ->
                chain.proceed(new Request.Builder().url(chain.request().url()).build());
        for (Interceptor each : List.of(fronting, replacing)) {
            Call.Factory http =
                    GuardedHttp.wrap(net.client().addNetworkInterceptor(each).build());
            refused(call, http, request(), DESTINATION_NOT_ALLOWED, "");
        }
        assertThat(orders.getRequestCount()).isZero();
    }

    @Test
    void keepsInterceptorsAtWork() throws Exception {
        orders.enqueue(Net.ok());
        Interceptor agent = chain -> chain.proceed(
                chain.request().newBuilder().header("User-Agent", "desk/1").build());
        assertThat(send(
                        call,
                        GuardedHttp.wrap(net.client().addInterceptor(agent).build()),
                        request()))
                .isEqualTo(200);
        assertThat(take(orders).getHeaders().get("User-Agent")).isEqualTo("desk/1");
    }

    /** What one task got must not come to another by way of the client. */
    @Test
    void carriesNoCookieAuthenticatorOrCachedAnswerOver(@TempDir File directory) throws Exception {
        orders.enqueue(Net.ok()
                .newBuilder()
                .setHeader("Cache-Control", "max-age=3600")
                .setHeader("Set-Cookie", "session=1")
                .build());
        orders.enqueue(Net.answer(401));
        orders.enqueue(Net.answer(401));
        CookieJar jar = new CookieJar() {
            @Override
            public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

            @Override
            public List<Cookie> loadForRequest(HttpUrl url) {
                return List.of(new Cookie.Builder()
                        .name("session")
                        .value(TOKEN)
                        .domain("orders.test")
                        .build());
            }
        };
        Authenticator basic = (route, response) -> response.request()
                .newBuilder()
                .header("Authorization", "Basic x")
                .build();
        Cache cache = new Cache(directory, 1_000_000);
        OkHttpClient client = net.client()
                .cookieJar(jar)
                .cache(cache)
                .authenticator((route, response) -> response.request()
                        .newBuilder()
                        .header("Authorization", "Basic x")
                        .build())
                .addInterceptor(chain -> chain.withCache(cache)
                        .withCookieJar(jar)
                        .withAuthenticator(basic)
                        .proceed(chain.request()))
                .build();
        Call.Factory http = GuardedHttp.wrap(client);

        assertThat(send(call, http, request())).isEqualTo(200);
        assertThat(send(call, http, request())).isEqualTo(401);
        assertThat(orders.getRequestCount()).isEqualTo(3);
        for (int i = 0; i < 3; i++) {
            assertThat(take(orders).getHeaders().get("Cookie")).isNull();
        }
    }

    @Test
    void tellsACallbackOfARefusalByItsCause() throws Exception {
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        Request request = request().newBuilder().header("X-Api-Key", TOKEN).build();
        call.run(() -> {
            http().newCall(request).enqueue(new Callback() {
                @Override
                public void onFailure(Call ignored, IOException e) {
                    failures.add(e);
                }

                @Override
                public void onResponse(Call ignored, Response response) {
                    response.close();
                }
            });
            return null;
        });
        Throwable failure = failures.poll(30, TimeUnit.SECONDS);
        assertThat(failure).isInstanceOf(IOException.class).hasCauseInstanceOf(ToolCallDeniedException.class);
        assertThat(failure.toString()).doesNotContain(TOKEN);
    }
}
