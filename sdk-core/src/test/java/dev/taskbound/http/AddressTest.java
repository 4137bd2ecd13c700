/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.http;

import static dev.taskbound.ReasonCode.DESTINATION_NOT_ALLOWED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.guard.TestCall;
import dev.taskbound.policy.Destination.Trace;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.Dns;
import okhttp3.HttpUrl;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN, "Policy file": private addresses only where said; checked at the moment of connecting. */
class AddressTest extends HttpTest {
    @ParameterizedTest
    @CsvSource({
        "8.8.8.8, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.32.0.0, PUBLIC",
        "2606:4700::1111, PUBLIC",
        "10.0.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.127.255.255, PRIVATE",
        "100.128.0.0, PUBLIC",
        "198.18.0.1, PRIVATE",
        "fd12:3456::1, PRIVATE",
        "127.0.0.1, LOOPBACK",
        "127.255.0.9, LOOPBACK",
        "::1, LOOPBACK",
        "::ffff:127.0.0.1, LOOPBACK",
        "::ffff:10.0.0.1, PRIVATE",
        "::ffff:8.8.8.8, PUBLIC",
        "64:ff9b::10.0.0.1, PRIVATE",
        "64:ff9b::8.8.8.8, PUBLIC",
        "2002:7f00:1::, LOOPBACK",
        "2002:a9fe:a9fe::, SPECIAL",
        "0.0.0.0, SPECIAL",
        "0.1.2.3, SPECIAL",
        "169.254.169.254, SPECIAL",
        "100.100.100.200, SPECIAL",
        "fd00:ec2::254, SPECIAL",
        "192.0.0.192, SPECIAL",
        "192.0.2.1, SPECIAL",
        "224.0.0.1, SPECIAL",
        "255.255.255.255, SPECIAL",
        "::, SPECIAL",
        "::127.0.0.1, SPECIAL",
        "fe80::1, SPECIAL",
        "fec0::1, SPECIAL",
        "ff02::1, SPECIAL",
        "64:ff9b:1::1, SPECIAL",
        "2001::1, SPECIAL",
        "2001:db8::1, SPECIAL",
        "3fff::1, SPECIAL"
    })
    void knowsWhatAnAddressIs(String address, AddressKind kind) throws Exception {
        assertThat(AddressKind.of(InetAddress.getByName(address))).isEqualTo(kind);
    }

    /** The JDK's own predicates agree on what they cover. */
    @Test
    void neverTakesForPublicWhatTheJdkKnowsBetter() throws Exception {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(bytes);
            bytes[0] = (byte) (random.nextBoolean() ? bytes[0] : random.nextInt(4) == 0 ? 0xfe : 0x7f);
            InetAddress address = InetAddress.getByAddress(bytes);
            if (address.isLoopbackAddress()
                    || address.isLinkLocalAddress()
                    || address.isSiteLocalAddress()
                    || address.isMulticastAddress()
                    || address.isAnyLocalAddress()) {
                assertThat(AddressKind.of(address))
                        .as(address + ", seed " + seed)
                        .isNotEqualTo(AddressKind.PUBLIC);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fd00::1", "0.0.0.0"})
    void refusesANameThatResolvesToAForbiddenAddress(String address) throws Exception {
        MockWebServer server = net.serve("orders.test", Net.ok());
        net.resolve("orders.test", address);
        TestCall call = TestCall.to(Net.destination(Trace.NONE, false, net.at("orders.test")), TOKEN);

        refused(
                call,
                get(net.url("orders.test", "/")),
                DESTINATION_NOT_ALLOWED,
                "address " + InetAddress.getByName(address).getHostAddress());
        assertThat(server.getRequestCount()).isZero();
    }

    @Test
    void refusesANameWithOneForbiddenAddressAmongGoodOnes() throws Exception {
        net.resolve("orders.test", "8.8.8.8", "10.0.0.1");
        TestCall call = TestCall.to(Net.destination(Trace.NONE, false, "orders.test"), TOKEN);
        refused(call, get(HttpUrl.get("https://orders.test/")), DESTINATION_NOT_ALLOWED, "private address 10.0.0.1");
    }

    @Test
    void neverReachesLinkLocalEvenWherePrivateAddressesAreAllowed() throws Exception {
        net.resolve("orders.test", "169.254.169.254");
        TestCall call = TestCall.to(Net.destination("orders.test"), TOKEN);
        refused(call, get(HttpUrl.get("https://orders.test/")), DESTINATION_NOT_ALLOWED, "special address");
    }

    /** Numbers are never looked up, whatever way they are written. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "[fd00::1]", "[::ffff:10.0.0.1]", "10.1", "167772161"})
    void refusesAPrivateAddressWrittenAsHost(String host) {
        TestCall call = TestCall.to(Net.destination(Trace.NONE, false, host), TOKEN);
        refused(call, get(HttpUrl.get("https://" + host + "/")), DESTINATION_NOT_ALLOWED, "private address");
        assertThat(net.lookups).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1.", "1.2.3.4.5", "999.1.1.1"})
    void refusesNumbersThatAreNoAddress(String host) {
        TestCall call = TestCall.to(Net.destination(host), TOKEN);
        refused(call, get(HttpUrl.get("https://" + host + "/")), DESTINATION_NOT_ALLOWED, "no address");
    }

    /** Good at the first look-up, private at the second: every connection is checked, not only the first. */
    @Test
    void noticesANameThatIsRebound() throws Exception {
        MockResponse lastOnConnection =
                new MockResponse.Builder().setHeader("Connection", "close").build();
        MockWebServer server = net.serve("orders.test", lastOnConnection, Net.ok());
        TestCall call = TestCall.to(Net.destination(Trace.NONE, false, net.at("orders.test")), TOKEN);
        Call.Factory http = GuardedHttp.wrap(net.client()
                .protocols(List.of(Protocol.HTTP_1_1))
                .socketFactory(new RoutedSockets(server.getSocketAddress()))
                .build());

        net.resolve("orders.test", "8.8.8.8");
        assertThat(send(call, http, get(net.url("orders.test", "/")))).isEqualTo(200);
        net.resolve("orders.test", "127.0.0.1");
        refused(call, http, get(net.url("orders.test", "/")), DESTINATION_NOT_ALLOWED, "loopback address 127.0.0.1");
        assertThat(server.getRequestCount()).isEqualTo(1);
    }

    /** A connection opened where private addresses are allowed serves nobody to whom they are not. */
    @Test
    void doesNotReuseAConnectionThatWouldNotBeOpened() throws Exception {
        MockWebServer server = net.serve("orders.test", Net.ok(), Net.ok(), Net.ok());
        Call.Factory http = http();
        String host = net.at("orders.test");
        TestCall trusting = TestCall.to(Net.destination(host), TOKEN);
        assertThat(send(trusting, http, get(net.url("orders.test", "/1")))).isEqualTo(200);

        TestCall strict = TestCall.to(Net.destination(Trace.NONE, false, host), TOKEN);
        refused(strict, http, get(net.url("orders.test", "/2")), DESTINATION_NOT_ALLOWED, "loopback address");

        assertThat(send(trusting, http, get(net.url("orders.test", "/3")))).isEqualTo(200);
        assertThat(server.getRequestCount()).isEqualTo(2);
        take(server);
        assertThat(take(server).getConnectionIndex())
                .as("the connection is reused")
                .isZero();
    }

    @Test
    void overrulesADnsThatAnInterceptorHasSet() throws Exception {
        MockWebServer server = net.serve("orders.test", Net.ok());
        Dns toLoopback = name -> List.of(InetAddress.getLoopbackAddress());
        Call.Factory http = GuardedHttp.wrap(net.client()
                .addInterceptor(chain -> chain.withDns(toLoopback).proceed(chain.request()))
                .build());
        TestCall call = TestCall.to(Net.destination(Trace.NONE, false, net.at("orders.test")), TOKEN);
        refused(call, http, get(net.url("orders.test", "/")), DESTINATION_NOT_ALLOWED, "loopback address");
        assertThat(server.getRequestCount()).isZero();
    }

    /** The proxy's own address is the application's choice; the name is still held to the destination. */
    @Test
    void letsAProxyOfTheClientResolveTheNameButHoldsTheName() throws Exception {
        MockWebServer proxy =
                net.serve("proxy.test", new MockResponse.Builder().inTunnel().build(), Net.ok());
        Call.Factory http = GuardedHttp.wrap(net.client()
                .proxy(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("localproxy", proxy.getPort())))
                .build());
        net.resolve("localproxy", "127.0.0.1");
        TestCall call = TestCall.to(Net.destination(Trace.NONE, false, "orders.test"), TOKEN);

        assertThat(send(call, http, get(HttpUrl.get("https://orders.test/")))).isEqualTo(200);
        assertThat(take(proxy).getHeaders().get("Authorization"))
                .as("not for the proxy")
                .isNull();
        assertThat(take(proxy).getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        refused(call, http, get(HttpUrl.get("https://evil.test/")), DESTINATION_NOT_ALLOWED, "host not listed");
        assertThat(net.lookups).containsOnly("localproxy");
    }

    /** Stands for the internet: whatever address is connected to, it ends at one server. */
    private static final class RoutedSockets extends SocketFactory {
        private final SocketAddress end;

        RoutedSockets(SocketAddress end) {
            this.end = end;
        }

        @Override
        public Socket createSocket() {
            return new Socket() {
                @Override
                public void connect(SocketAddress ignored, int timeout) throws IOException {
                    super.connect(end, timeout);
                }
            };
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
