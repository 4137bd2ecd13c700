/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.parts.NeedsPart;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Issue 6, judged by 4: no argument of a tool gets into the statements that make a role, grant and unmake it, and what a
 * policy names is a name and nothing else. On a real server.
 */
@NeedsPart(PostgresServer.class)
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleInjectionTest {
    private static final Duration TTL = Duration.ofSeconds(60);

    private Shop shop;
    private RecordingDataSource admin;
    private PostgresRoles roles;

    @BeforeAll
    void open() throws Exception {
        shop = Shop.open("shop_injection");
        admin = new RecordingDataSource(shop.admin());
        roles = PostgresRoles.builder("shop-roles", admin)
                .installation("injection")
                .build();
    }

    @AfterEach
    void nothingWasDropped() throws Exception {
        assertThat(Shop.query(shop.superuser(), "SELECT count(*) FROM sales.orders"))
                .containsExactly("2");
    }

    @AfterAll
    void close() throws Exception {
        roles.close();
        assertThat(shop.roles()).as("nothing is left in the database").isEmpty();
    }

    static Stream<String> hostileArguments() {
        return Stream.of(
                "'; DROP TABLE sales.orders; --",
                "\"; DROP TABLE sales.orders; --",
                "\u2019; DROP TABLE sales.orders; --",
                "\u02bc; DROP TABLE sales.orders; --",
                "\uff07; DROP TABLE sales.orders; --",
                "\\'; DROP TABLE sales.orders; --",
                "E'\\'; DROP TABLE sales.orders; --",
                "U&'\\0027; DROP TABLE sales.orders; --",
                "$$; DROP TABLE sales.orders; $$",
                "$x$; DROP TABLE sales.orders; $x$",
                "/* */; DROP TABLE sales.orders; /*",
                "x\n; DROP TABLE sales.orders;\n",
                "x\r; DROP TABLE sales.orders; \u2028",
                "x\u0000'; DROP TABLE sales.orders; --",
                "x' || pg_sleep(10) || '",
                "tb_ffffffff_foreign",
                "shop_admin",
                "public",
                "pg_catalog.pg_authid",
                "Sales.Orders",
                "sales.orders.status",
                "CURRENT_USER",
                "%s %1$s {0} ? :x",
                "\ud800; DROP TABLE sales.orders; --",
                "x".repeat(64),
                "\u00fc".repeat(63),
                "'".repeat(10_000));
    }

    @ParameterizedTest
    @MethodSource("hostileArguments")
    void noArgumentOfAToolIsInAStatement(String hostile) throws Exception {
        admin.statements.clear();
        Credential role = roles.issue(shop.request(
                        Action.READ, Map.of(Action.READ, Shop.READ), TTL, Map.of("a", hostile, hostile, "b")))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        try (Connection session =
                DriverManager.getConnection(shop.url(), role.id(), role.token().reveal())) {
            assertThat(Shop.query(session, "SELECT count(*) FROM sales.orders")).containsExactly("2");
        }
        roles.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS);
        List<String> usual = List.of("public", "CURRENT_USER");
        assertThat(admin.statements)
                .isNotEmpty()
                .filteredOn(sql -> !usual.contains(hostile) && sql.contains(hostile))
                .isEmpty();
    }

    /** The statements of two roles differ in name, verifier and time only, whatever the arguments are. */
    @Test
    void theStatementsAreTheSameForAllArguments() throws Exception {
        List<String> plain = statementsFor("plain");
        List<String> hostile = statementsFor("'; DROP TABLE sales.orders; --");
        assertThat(hostile).isEqualTo(plain);
    }

    private List<String> statementsFor(String argument) throws Exception {
        admin.statements.clear();
        Credential role = roles.issue(
                        shop.request(Action.READ, Map.of(Action.READ, Shop.READ), TTL, Map.of("a", argument)))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        List<String> made = admin.statements.stream()
                .filter(sql -> sql.contains(role.id()))
                .map(sql -> sql.replace(role.id(), "ROLE").replaceAll("'[^']*'", "''"))
                .toList();
        roles.revoke(role).toCompletableFuture().get(30, TimeUnit.SECONDS);
        return made;
    }

    /** Names that a policy may well have: each is one name, in exactly its own spelling. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mixed",
                "mixed",
                "we\"ird",
                "it's",
                "a;b",
                "--",
                "/*x*/",
                "$$",
                "back\\slash",
                "select",
                "\u00fcber",
                "x123456789012345678901234567890123456789012345678901234567890xy"
            })
    void aNameIsTakenAsItStands(String table) throws Exception {
        String quoted = "\"" + table.replace("\"", "\"\"") + "\"";
        Shop.run(
                shop.superuser(),
                "CREATE TABLE sales." + quoted + " (id int)",
                "ALTER TABLE sales." + quoted + " OWNER TO shop_admin",
                "CREATE TABLE IF NOT EXISTS sales.\"MIXED\" (id int)");
        Credential role = roles.issue(shop.request(Action.READ, "select:sales." + table, TTL))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        try (Connection session =
                DriverManager.getConnection(shop.url(), role.id(), role.token().reveal())) {
            assertThat(Shop.query(session, "SELECT id FROM sales." + quoted)).isEmpty();
            for (String other : List.of("sales.orders", "sales.\"MIXED\"")) {
                assertThat(catchThrowable(() -> Shop.query(session, "SELECT 1 FROM " + other)))
                        .isInstanceOf(java.sql.SQLException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select:sales.orders;DROP",
                "select:sales.odd\u0000",
                "select:sales.orders(id);",
                "select:sales.orders(id\",\"total)",
                "select:a.b.c",
                "select:sales.\"orders\"",
                "SELECT:sales.orders",
                "select:sales.ORDERS",
                "select:pg_catalog.pg_authid",
                "select:pg_toast.x",
                "select:information_schema.tables",
                "select:sales.\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc\u00fc",
                "select:sales.x1234567890123456789012345678901234567890123456789012345678901234"
            })
    void aNameThatIsNoneOfAnOrdinaryTableMakesNoRole(String scope) {
        Throwable failure = catchThrowable(() -> roles.issue(shop.request(Action.READ, scope, TTL))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(CredentialException.class);
        assertThat(((CredentialException) failure.getCause()).reason()).isEqualTo(ReasonCode.CREDENTIAL_UNAVAILABLE);
    }

    @ParameterizedTest
    @MethodSource("hostileArguments")
    void theNameOfAnInstallationIsHashed(String hostile) {
        assertThat(PostgresRoles.builder("shop-roles", admin)
                        .installation(hostile)
                        .prefix())
                .matches("tb_[0-9a-f]{8}_");
    }
}
