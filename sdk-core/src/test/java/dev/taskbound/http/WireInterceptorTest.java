/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TestCall;
import dev.taskbound.policy.Destination.Trace;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.util.Map;
import okhttp3.Address;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.junit.jupiter.api.Test;

/** The last check looks at the connection itself, so that it holds even where OkHttp resolves or pools in a new way. */
class WireInterceptorTest {
    private final TestCall call = TestCall.to(Net.destination(Trace.NONE, false, "orders.test"), "tok");

    @Test
    void refusesAPeerThatTheDestinationMayNotHave() {
        ToolCallDeniedException denied = catchThrowableOfType(
                ToolCallDeniedException.class, () -> new WireInterceptor().intercept(connectedTo("10.0.0.1")));
        assertThat(denied.reason()).isEqualTo(ReasonCode.DESTINATION_NOT_ALLOWED);
        assertThat(call.refusals()).hasSize(1);
    }

    @Test
    void sendsToAnyOther() throws Exception {
        assertThat(new WireInterceptor().intercept(connectedTo("8.8.8.8")).code())
                .isEqualTo(200);
    }

    private Interceptor.Chain connectedTo(String address) {
        OkHttpClient client = new OkHttpClient();
        Request request = new Request.Builder().url("https://orders.test/").build();
        Call bound = client.newCall(Binding.to(call.context())
                .on(request)
                .newBuilder()
                .tag(CancelAtEnd.class, new CancelAtEnd(call.context()))
                .build());
        Request checked = Hop.check(call.context(), bound.request()).on(bound.request());
        Route route = new Route(address(client), java.net.Proxy.NO_PROXY, new InetSocketAddress(address, 443));
        Connection connection = answering(Connection.class, Map.of("route", route));
        Response response = new Response.Builder()
                .request(checked)
                .protocol(okhttp3.Protocol.HTTP_2)
                .code(200)
                .message("")
                .build();
        return answering(
                Interceptor.Chain.class,
                Map.of("request", checked, "call", bound, "connection", connection, "proceed", response));
    }

    private static Address address(OkHttpClient client) {
        HttpUrl url = HttpUrl.get("https://orders.test/");
        return new Address(
                url.host(),
                url.port(),
                client.dns(),
                client.socketFactory(),
                client.sslSocketFactory(),
                client.hostnameVerifier(),
                client.certificatePinner(),
                client.proxyAuthenticator(),
                null,
                client.protocols(),
                client.connectionSpecs(),
                client.proxySelector());
    }

    private static <T> T answering(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }
}
