/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static dev.taskbound.ReasonCode.DESTINATION_NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.guard.TestCall;
import java.net.ProtocolException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Redirects are followed hop by hop, each checked before a connection is opened (RFC 9110, 15.4). */
class RedirectTest extends HttpTest {
    private static final MediaType TEXT = MediaType.get("text/plain");

    @Test
    void followsToAnotherHostOfTheDestinationWithTheCredential() throws Exception {
        MockWebServer to = net.serve("archive.test", Net.ok());
        HttpUrl target = net.url("archive.test", "/2");
        MockWebServer from = net.serve("orders.test", Net.redirect(302, target));
        TestCall call = TestCall.to(Net.destination(net.at("orders.test"), net.at("archive.test")), TOKEN);

        HttpUrl last = call.run(() -> {
            try (Response response =
                    http().newCall(get(net.url("orders.test", "/1"))).execute()) {
                return response.request().url();
            }
        });
        assertThat(last).isEqualTo(target);
        assertThat(take(from).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(take(to).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void sendsNothingAtAllToAForeignHost(int code) throws Exception {
        MockWebServer evil = net.serve("evil.test", Net.ok());
        net.serve("orders.test", Net.redirect(code, net.url("evil.test", "/?stolen")));
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);

        refused(call, get(net.url("orders.test", "/")), DESTINATION_NOT_ALLOWED, "host not listed: evil.test");
        assertThat(evil.getRequestCount()).isZero();
        assertThat(net.lookups).doesNotContain("evil.test");
        assertThat(call.refusals()).hasSize(1);
    }

    /** The answer that led to the refusal is closed: nothing leaks. */
    @Test
    void givesTheConnectionBackAfterARefusal() throws Exception {
        net.serve("orders.test", Net.redirect(302, "http://localhost/"));
        ConnectionPool pool = new ConnectionPool();
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        Call.Factory http = GuardedHttp.wrap(net.client().connectionPool(pool).build());
        refused(call, http, get(net.url("orders.test", "/")), DESTINATION_NOT_ALLOWED, "redirect from https to http");
        assertThat(pool.connectionCount()).isEqualTo(1);
        assertThat(pool.idleConnectionCount()).isEqualTo(1);
    }

    @Test
    void namesTheNewHostToTheNewHost() throws Exception {
        MockWebServer to = net.serve("archive.test", Net.ok());
        net.serve("orders.test", Net.redirect(307, net.url("archive.test", "/2")));
        TestCall call = TestCall.to(Net.destination(net.at("orders.test"), net.at("archive.test")), TOKEN);
        Request request = get(net.url("orders.test", "/"))
                .newBuilder()
                .header("Host", net.at("orders.test"))
                .build();
        assertThat(send(call, request)).isEqualTo(200);
        assertThat(to.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.test/",
                "https://user:pw@orders.test/",
                "http://169.254.169.254/latest/",
                "http://localhost/"
            })
    void refusesOtherWaysOut(String location) throws Exception {
        net.serve("orders.test", Net.redirect(302, location));
        TestCall call = TestCall.to(Net.destination(net.at("orders.test"), "localhost"), TOKEN);
        refused(call, get(net.url("orders.test", "/")), DESTINATION_NOT_ALLOWED, "");
    }

    @Test
    void neverGoesFromHttpsToHttp() throws Exception {
        MockWebServer plain = net.serve("127.0.0.1", Net.ok());
        net.serve("orders.test", Net.redirect(302, net.url("127.0.0.1", "/")));
        TestCall call = TestCall.to(Net.destination(net.at("orders.test"), net.at("127.0.0.1")), TOKEN);

        refused(call, get(net.url("orders.test", "/")), DESTINATION_NOT_ALLOWED, "redirect from https to http");
        assertThat(plain.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "301, POST, GET",
        "302, POST, GET",
        "303, POST, GET",
        "307, POST, POST",
        "308, POST, POST",
        "301, PUT, PUT",
        "302, PUT, PUT",
        "303, PUT, GET",
        "307, PUT, PUT",
        "303, DELETE, GET",
        "301, DELETE, DELETE"
    })
    void rewritesTheMethodAsTheRfcSays(int code, String method, String then) throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.redirect(code, "/2"), Net.ok());
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        Request request = new Request.Builder()
                .url(net.url("orders.test", "/1"))
                .method(method, RequestBody.create("hello", TEXT))
                .header("Content-Language", "en")
                .build();

        assertThat(send(call, request)).isEqualTo(200);
        take(orders);
        RecordedRequest second = take(orders);
        assertThat(second.getMethod()).isEqualTo(then);
        boolean keepsBody = then.equals(method);
        assertThat(second.getBodySize()).isEqualTo(keepsBody ? 5 : 0);
        assertThat(second.getHeaders().names().contains("content-language")).isEqualTo(keepsBody);
        assertThat(second.getHeaders().names().contains("content-type")).isEqualTo(keepsBody);
    }

    @Test
    void keepsHeadOnSeeOther() throws Exception {
        MockWebServer orders = net.serve(
                "orders.test",
                new MockResponse.Builder().code(303).setHeader("Location", "/2").build(),
                new MockResponse.Builder().build());
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        assertThat(send(
                        call,
                        new Request.Builder()
                                .url(net.url("orders.test", "/"))
                                .head()
                                .build()))
                .isEqualTo(200);
        take(orders);
        assertThat(take(orders).getMethod()).isEqualTo("HEAD");
    }

    @Test
    void returnsTheRedirectWhereTheBodyCannotBeSentAgain() throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.redirect(307, "/2"), Net.ok());
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        Request request = new Request.Builder()
                .url(net.url("orders.test", "/1"))
                .post(new OneShotBody())
                .build();
        assertThat(send(call, request)).isEqualTo(307);
        assertThat(orders.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://orders.test/", "mailto:a@b.test", "https://[bad/"})
    void returnsTheRedirectWhereTheLocationIsNoHttpUrl(String location) throws Exception {
        net.serve("orders.test", Net.redirect(302, location));
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        assertThat(send(call, get(net.url("orders.test", "/")))).isEqualTo(302);
    }

    @Test
    void stopsAfterTenRedirects() throws Exception {
        MockWebServer orders = net.serve("orders.test");
        for (int i = 0; i < 10; i++) {
            orders.enqueue(Net.redirect(302, "/" + i));
        }
        orders.enqueue(Net.ok());
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        assertThat(send(call, get(net.url("orders.test", "/")))).isEqualTo(200);

        for (int i = 0; i < 11; i++) {
            orders.enqueue(Net.redirect(302, "/" + i));
        }
        assertThatThrownBy(() -> send(call, get(net.url("orders.test", "/")))).isInstanceOf(ProtocolException.class);
        assertThat(orders.getRequestCount()).isEqualTo(22);
    }
}
