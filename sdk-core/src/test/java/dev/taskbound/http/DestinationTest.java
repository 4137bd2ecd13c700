/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static dev.taskbound.ReasonCode.DESTINATION_NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TestCall;
import dev.taskbound.policy.Destination.Trace;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN, "HTTP from a tool": host outside the destination, or no live call: refused. */
class DestinationTest extends HttpTest {
    @Test
    void reachesAHostOfTheDestination() throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok());
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);

        assertThat(send(call, get(net.url("orders.test", "/1")))).isEqualTo(200);
        assertThat(take(orders).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(call.refusals()).isEmpty();
    }

    @Test
    void refusesAnotherHostBeforeItsNameIsLookedUp() throws Exception {
        MockWebServer evil = net.serve("evil.test", Net.ok());
        TestCall call = TestCall.to(Net.destination("orders.test"), TOKEN);

        refused(call, get(net.url("evil.test", "/1")), DESTINATION_NOT_ALLOWED, "host not listed: evil.test");
        assertThat(evil.getRequestCount()).isZero();
        assertThat(net.lookups).isEmpty();
    }

    @Test
    void refusesAnotherPortOfTheSameHost() throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok());
        TestCall call = TestCall.to(Net.destination("orders.test"), TOKEN); // means 443

        refused(call, get(net.url("orders.test", "/1")), DESTINATION_NOT_ALLOWED, "host not listed");
        assertThat(orders.getRequestCount()).isZero();
    }

    @Test
    void recordsNoLabelsThatAToolMayHaveMadeFromAnArgument() {
        TestCall call = TestCall.to(Net.destination("orders.test"), TOKEN);
        refused(
                call,
                get(HttpUrl.get("https://de89370400440532013000.evil.test/")),
                DESTINATION_NOT_ALLOWED,
                "evil.test");
        assertThat(call.refusals().toString()).doesNotContain("de8937");
    }

    @Test
    void takesPlainHttpToLoopbackOnly() throws Exception {
        MockWebServer local = net.serve("127.0.0.1", Net.ok());
        net.resolve("orders.test", "127.0.0.1");
        String plain = "orders.test:" + local.getPort();

        assertThat(send(TestCall.to(Net.destination(net.at("127.0.0.1")), TOKEN), get(net.url("127.0.0.1", "/"))))
                .isEqualTo(200);
        TestCall call = TestCall.to(Net.destination(plain), TOKEN);
        refused(call, get(HttpUrl.get("http://" + plain + "/")), DESTINATION_NOT_ALLOWED, "http without TLS");
        assertThat(local.getRequestCount()).isEqualTo(1);
    }

    /** Who lists a loopback host has said that it is private. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.2", "localhost"})
    void reachesAListedLoopbackHostWithoutMoreAdo(String host) throws Exception {
        net.resolve("localhost", "127.0.0.1");
        MockWebServer local = net.serve(host, Net.ok());
        TestCall call = TestCall.to(Net.destination(Trace.NONE, false, net.at(host)), TOKEN);
        assertThat(send(call, get(net.url(host, "/")))).isEqualTo(200);
        assertThat(take(local).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    void holdsLocalhostToLoopbackAddresses() throws Exception {
        net.resolve("localhost", "10.0.0.1");
        TestCall call = TestCall.to(Net.destination("localhost:8080"), TOKEN);
        refused(call, get(HttpUrl.get("http://localhost:8080/")), DESTINATION_NOT_ALLOWED, "private address 10.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ORDERS.test/",
                "https://orders.test./",
                "https://orders%2Etest/",
                "https://orders.test:443/"
            })
    void knowsAHostHoweverItIsWritten(String url) throws Exception {
        net.resolve("orders.test", "8.8.8.8");
        net.resolve("orders.test.", "8.8.8.8");
        HostRules.refuse(
                get(HttpUrl.get(url)),
                Net.destination("orders.test"),
                TestCall.to(Net.destination("orders.test"), TOKEN).context());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://orders.test.evil.example/",
                "https://xorders.test/",
                "https://sub.orders.test/",
                "https://orders.test@evil.example/",
                "https://user:pw@orders.test/",
                "https://orders.test:444/",
                "http://orders.test:443/",
                "https://ordеrs.test/", // Cyrillic е
                "https://test/"
            })
    void refusesWhatOnlyLooksLikeIt(String url) {
        TestCall call = TestCall.to(Net.destination("orders.test"), TOKEN);
        assertThatThrownBy(
                        () -> HostRules.refuse(get(HttpUrl.get(url)), Net.destination("orders.test"), call.context()))
                .isInstanceOf(ToolCallDeniedException.class);
        assertThat(call.refusals()).hasSize(1);
    }

    /** A shared front end routes by the Host header, so a name of its own there would reach another system. */
    @Test
    void refusesAHostHeaderThatNamesAnotherHost() throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok(), Net.ok());
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        Request honest = get(net.url("orders.test", "/"))
                .newBuilder()
                .header("Host", net.at("orders.test"))
                .build();
        Request fronting = honest.newBuilder().header("Host", "internal.test").build();

        assertThat(send(call, honest)).isEqualTo(200);
        refused(call, fronting, DESTINATION_NOT_ALLOWED, "Host header");
        assertThat(orders.getRequestCount()).isEqualTo(1);
    }

    @Test
    void refusesWithoutACallInProgress() {
        assertThatThrownBy(() -> http().newCall(get(HttpUrl.get("https://orders.test/"))))
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.NO_TASK));
    }

    @Test
    void refusesAToolWithoutDestination() {
        TestCall call = TestCall.to(null, null);
        refused(call, get(HttpUrl.get("https://orders.test/")), DESTINATION_NOT_ALLOWED, "tool without destination");
    }

    @Test
    void refusesAnEndedCallWithTheReasonOfItsEnd() throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok());
        TestCall call = TestCall.to(Net.destination(net.at("orders.test")), TOKEN);
        Call made = call.run(() -> http().newCall(get(net.url("orders.test", "/"))));
        call.end(ReasonCode.REVOKED);

        assertThatThrownBy(made::execute)
                .isInstanceOfSatisfying(
                        ToolCallDeniedException.class,
                        e -> assertThat(e.reason()).isEqualTo(ReasonCode.REVOKED));
        assertThatThrownBy(() -> call.run(() -> http().newCall(get(net.url("orders.test", "/")))))
                .isInstanceOf(ToolCallDeniedException.class);
        assertThat(orders.getRequestCount()).isZero();
    }

    @Test
    void sendsNoCredentialWhereTheDestinationWantsNone() throws Exception {
        MockWebServer orders = net.serve("orders.test", Net.ok());
        TestCall call = TestCall.to(Net.destination(Trace.NONE, true, net.at("orders.test")), null);
        assertThat(send(call, get(net.url("orders.test", "/")))).isEqualTo(200);
        assertThat(take(orders).getHeaders().get("Authorization")).isNull();
    }
}
