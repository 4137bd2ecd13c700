/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static dev.taskbound.ReasonCode.CREDENTIAL_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.guard.ToolGuardBuilder;
import dev.taskbound.http.GuardedHttp;
import dev.taskbound.parts.Loopback;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** The connection itself is at fault: TLS that does not come about, certificates of others, answers that are no HTTP. */
@NeedsPart(Loopback.class)
@Timeout(180)
class WireFaultsTest extends FaultRows {
    /** Whoever reads one of these was asked for something, or shown something. */
    private static final String[] TOLD = {"HTTP/1.1", "subject_token", "client_assertion", "Authorization"};

    private static final OkHttpClient CLIENT = new OkHttpClient.Builder()
            .sslSocketFactory(WireFault.TRUST.sslSocketFactory(), WireFault.TRUST.trustManager())
            .readTimeout(Duration.ZERO)
            .build();

    @TestFactory
    Stream<DynamicTest> atTheTokenEndpoint() {
        return all("token", fault -> endpoint(fault, "token_endpoint", ""));
    }

    @TestFactory
    Stream<DynamicTest> atTheJwksEndpoint() {
        return all("JWKS", fault -> endpoint(fault, "jwks_uri", ""));
    }

    @TestFactory
    Stream<DynamicTest> atTheIntrospectionEndpoint() {
        return all("introspection", fault -> endpoint(fault, "introspection_endpoint", "token: opaque,"));
    }

    @TestFactory
    Stream<DynamicTest> atTheMetadataEndpoint() {
        return all("metadata", fault -> {
            try (WireServer wire = new WireServer(fault.behaviour());
                    Calls calls =
                            new Calls(wire.address(fault.scheme(), "/realms/test"), "", "", "10m", settings(fault))) {
                assertDenied(calls, CREDENTIAL_UNAVAILABLE);
                assertToldNothing(fault, wire);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> atTheResource() {
        return all("resource", fault -> {
            if (!fault.isFlood()) {
                resource(fault);
            }
        });
    }

    /** The row that shows that the others fail because of their faults. */
    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(row("right: a certificate of the authority", () -> {
            try (FakeAuthorizationServer server = new FakeAuthorizationServer(WireFault.right());
                    Calls calls = new Calls(server, "", "", "10m", builder -> builder.httpClient(CLIENT))) {
                assertThat(calls.refund()).isEqualTo("200");
            }
        }));
    }

    private interface Row {
        void run(WireFault fault) throws Exception;
    }

    private Stream<DynamicTest> all(String endpoint, Row row) {
        return WireFault.all().stream()
                .map(fault -> row(endpoint + ": " + fault.name(), () -> row.run(fault)))
                .toList()
                .stream();
    }

    private void endpoint(WireFault fault, String member, String source) throws Exception {
        try (FakeAuthorizationServer server = new FakeAuthorizationServer();
                WireServer wire = new WireServer(fault.behaviour())) {
            server.metadata = metadata ->
                    metadata.put(member, wire.address(fault.scheme(), "/x").toString());
            try (Calls calls = new Calls(server, source, "", "10m", settings(fault))) {
                assertDenied(calls, CREDENTIAL_UNAVAILABLE);
                assertToldNothing(fault, wire);
            }
        }
    }

    private static Consumer<ToolGuardBuilder> settings(WireFault fault) {
        return builder -> builder.httpClient(CLIENT).patience(fault.isSlow() ? SHORT : AMPLE);
    }

    private static void assertToldNothing(WireFault fault, WireServer wire) {
        if (!fault.isTrusted()) {
            assertThat(wire.understood()).doesNotContain(TOLD);
        }
    }

    /** What a service answers is the tool's business; that it is the right service is not. */
    private static void resource(WireFault fault) throws Exception {
        GuardedHttp http = GuardedHttp.wrap(CLIENT);
        try (WireServer wire = new WireServer(fault.behaviour());
                GuardedCalls calls = GuardedCalls.of(EmbeddedIssuer.create(), "{ read: shop.read }")
                        .host(wire.address(fault.scheme(), "").getAuthority())
                        .duration(fault.isSlow() ? "4s" : "10m")
                        .open()) {
            Request request = new Request.Builder()
                    .url(wire.address(fault.scheme(), "/find").toString())
                    .build();
            long from = System.nanoTime();
            Throwable thrown = catchThrowable(() -> calls.call("find", context -> read(http, request)));
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(AMPLE.dividedBy(2));
            assertThat(calls.bodies).hasValue(1);
            assertToldNothing(fault, wire);
            if (!fault.isTrusted()) {
                assertThat(thrown).as("no answer").isNotNull();
            }
            assertThat(String.valueOf(thrown)).doesNotContainPattern("eyJ[\\w-]{10,}\\.");
            assertThat(calls.recorded()).doesNotContainPattern("eyJ[\\w-]{10,}\\.");
        }
    }

    /** As a careful tool would: no more than it can use. */
    private static String read(GuardedHttp http, Request request) {
        try (Response response = http.newCall(request).execute()) {
            return response.peekBody(1 << 20).string();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
