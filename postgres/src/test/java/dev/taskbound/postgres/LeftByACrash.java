/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Action;
import dev.taskbound.credential.Credential;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.postgresql.ds.PGSimpleDataSource;

/** A process that has a role, and a session of it, when it is killed. */
final class LeftByACrash {
    private LeftByACrash() {}

    public static void main(String[] args) throws Exception {
        String url = args[0];
        PGSimpleDataSource admin = new PGSimpleDataSource();
        admin.setUrl(url);
        admin.setUser("shop_admin");
        admin.setPassword("admin");
        PostgresRoles roles =
                PostgresRoles.builder("shop-roles", admin).installation("crash").build();
        Credential role = roles.issue(
                        Shop.request(Action.READ, Shop.READ, Duration.ofSeconds(6), Integer.parseInt(args[1])))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        try (Connection session =
                DriverManager.getConnection(url, role.id(), role.token().reveal())) {
            System.out.println(session.isValid(30) ? role.id() : "no session");
            Thread.sleep(600_000);
        }
    }
}
