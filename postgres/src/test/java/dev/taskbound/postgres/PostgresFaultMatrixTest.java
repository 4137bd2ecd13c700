/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.GuardedCalls;
import dev.taskbound.guard.IssuedCredential;
import dev.taskbound.guard.RevocationReport;
import dev.taskbound.parts.NeedsPart;
import dev.taskbound.state.Revocation.Target;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Issue 6, judged by 6: whatever becomes of a connection to the database, the administrator's or the tool's, no call goes on
 * with half a role, none hangs past its deadline, every denial has the right code, and nothing is left.
 */
@NeedsPart(PostgresServer.class)
@Timeout(180)
class PostgresFaultMatrixTest {
    private static final String SCOPES = "{ read: \"" + Shop.READ + "\" }";
    private static final byte[] HTTP =
            "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ERROR = message('E', "SFATAL\0C53300\0Mp4ssw0rd-that-a-server-repeats\0\0");

    private static final FaultyServer.Fault NONE = FaultyServer.Fault.none();

    private Shop shop;
    private FaultyServer server;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_faults");
        server = new FaultyServer(shop.port());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
        assertThat(shop.roles()).as("nothing is left in the database").isEmpty();
    }

    private static byte[] message(char type, String body) {
        byte[] text = body.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[text.length + 5];
        all[0] = (byte) type;
        all[3] = (byte) ((text.length + 4) >> 8);
        all[4] = (byte) (text.length + 4);
        System.arraycopy(text, 0, all, 5, text.length);
        return all;
    }

    private static Map<String, FaultyServer.Fault> faults() {
        Map<String, FaultyServer.Fault> faults = new LinkedHashMap<>();
        faults.put("never answers", new FaultyServer.Fault(0, new byte[0], true));
        faults.put("hangs up at once", new FaultyServer.Fault(0, new byte[0], false));
        faults.put("speaks HTTP", new FaultyServer.Fault(0, HTTP, false));
        faults.put(
                "speaks nonsense",
                new FaultyServer.Fault(0, "x".repeat(4_000).getBytes(StandardCharsets.US_ASCII), false));
        faults.put("has too many clients", new FaultyServer.Fault(0, ERROR, false));
        faults.put(
                "a message of two gigabytes",
                new FaultyServer.Fault(0, new byte[] {'R', 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff}, true));
        faults.put("an unknown way to log in", new FaultyServer.Fault(0, message('R', "\0\0\0\u0063"), true));
        faults.put("silence after the greeting", new FaultyServer.Fault(30, new byte[0], true));
        for (int bytes :
                new int[] {1, 9, 30, 90, 150, 300, 450, 520, 560, 600, 640, 680, 720, 800, 900, 1_000, 1_200, 1_600}) {
            faults.put("cut after " + bytes + " bytes", new FaultyServer.Fault(bytes, new byte[0], false));
        }
        return faults;
    }

    /** Waits for a second where there is a fault, and for longer where an answer is to come. */
    private DataSource admin() {
        return new PlainDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                return getConnection("shop_admin", "admin");
            }

            @Override
            public Connection getConnection(String user, String password) throws SQLException {
                int seconds = server.fault.equals(NONE) ? 30 : 1;
                String limits = "?sslmode=disable&loginTimeout=" + seconds + "&socketTimeout=" + seconds;
                return DriverManager.getConnection(throughServer() + limits, user, password);
            }
        };
    }

    private String throughServer() {
        return "jdbc:postgresql://localhost:" + server.port() + "/shop_faults";
    }

    /** Cut at whatever byte: there is a role with all its grants, or the call is denied and there is none. */
    @TestFactory
    Stream<DynamicTest> theAdministratorsConnection() {
        return faults().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest("administrator: " + each.getKey(), () -> {
                    server.fault = each.getValue();
                    try (PostgresRoles roles = PostgresRoles.builder("own", admin())
                                    .installation("faults")
                                    .sweepEvery(Duration.ofMinutes(5))
                                    .build();
                            GuardedCalls calls = GuardedCalls.of(roles, SCOPES)
                                    .host("localhost:1")
                                    .open()) {
                        ToolCallDeniedException denied =
                                catchThrowableOfType(ToolCallDeniedException.class, calls::find);
                        server.fault = NONE;
                        if (denied == null) {
                            assertThat(calls.bodies).hasValue(1);
                        } else {
                            assertThat(denied.reason())
                                    .as(calls.recorded())
                                    .isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
                            assertThat(calls.bodies).hasValue(0);
                        }
                        calls.assertNotRecorded("p4ssw0rd-that-a-server-repeats");
                        assertThat(calls.find().id()).as("the next call").startsWith("tb_");
                    }
                    assertThat(shop.roles()).isEmpty();
                }));
    }

    /** Cut at whatever byte: the role is gone when that is said, or it is listed, and gone once the server is there again. */
    @TestFactory
    Stream<DynamicTest> theAdministratorsConnectionAtAKill() {
        return faults().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest("at a kill: " + each.getKey(), () -> {
                    try (PostgresRoles roles = PostgresRoles.builder("own", admin())
                                    .installation("faults")
                                    .sweepEvery(Duration.ofMillis(200))
                                    .build();
                            GuardedCalls calls = GuardedCalls.of(roles, SCOPES)
                                    .host("localhost:1")
                                    .open()) {
                        AtomicReference<RevocationReport> report = new AtomicReference<>();
                        AtomicReference<List<String>> there = new AtomicReference<>();
                        catchThrowable(() -> calls.call("find", call -> {
                            server.fault = each.getValue();
                            report.set(calls.guard().revoke(Target.EVERYTHING, "ada", "drill"));
                            there.set(rolesNow());
                            return "";
                        }));
                        server.fault = NONE;
                        assertThat(report.get()).as(calls.recorded()).isNotNull();
                        IssuedCredential role = report.get().credentials().get(0);
                        if (role.isDead()) {
                            assertThat(there.get()).isEmpty();
                        } else {
                            assertThat(role.end()).isEqualTo(CredentialEnd.RETRYING);
                            assertThat(report.get().alive()).hasSize(1);
                        }
                        while (!shop.roles().isEmpty() || !roles.leftovers().isEmpty()) {
                            Thread.sleep(20);
                        }
                        calls.assertNotRecorded("p4ssw0rd-that-a-server-repeats");
                    }
                }));
    }

    private List<String> rolesNow() {
        try {
            return shop.roles();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> theToolsConnection() {
        return faults().entrySet().stream()
                .filter(each -> !each.getKey().startsWith("cut after")
                        || each.getValue().handsOn() <= 300)
                .map(each -> DynamicTest.dynamicTest("tool: " + each.getKey(), () -> {
                    server.fault = each.getValue();
                    try (PostgresRoles roles = PostgresRoles.builder("own", shop.admin())
                                    .installation("faults")
                                    .sweepEvery(Duration.ofMinutes(5))
                                    .build();
                            GuardedCalls calls = GuardedCalls.of(roles, SCOPES)
                                    .host("localhost:" + server.port())
                                    .duration(each.getValue().stays() ? "6s" : "10m")
                                    .open()) {
                        GuardedDataSource database = GuardedDataSource.to(throughServer() + "?sslmode=disable");
                        AtomicReference<Throwable> seen = new AtomicReference<>();
                        catchThrowable(() -> calls.call("find", call -> {
                            seen.set(catchThrowable(() -> query(database)));
                            return "";
                        }));
                        assertThat(seen.get()).isInstanceOfAny(SQLException.class, ToolCallDeniedException.class);
                        assertThat(calls.bodies).hasValue(1);
                    }
                    server.fault = NONE;
                    assertThat(shop.roles()).isEmpty();
                }));
    }

    private static void query(GuardedDataSource database) throws SQLException {
        try (Connection session = database.getConnection()) {
            Shop.query(session, "SELECT total FROM sales.orders");
        }
    }

    /** The row that shows that the others fail because of their faults. */
    @TestFactory
    Stream<DynamicTest> nothingIsWrong() {
        return Stream.of(DynamicTest.dynamicTest("nothing is wrong", () -> {
            try (PostgresRoles roles = PostgresRoles.builder("own", admin())
                            .installation("faults")
                            .build();
                    GuardedCalls calls = GuardedCalls.of(roles, SCOPES)
                            .host("localhost:" + server.port())
                            .duration("10m")
                            .open()) {
                GuardedDataSource database = GuardedDataSource.to(throughServer() + "?sslmode=disable");
                Throwable seen = calls.call("find", call -> catchThrowable(() -> query(database)));
                assertThat(seen).isNull();
            }
        }));
    }
}
