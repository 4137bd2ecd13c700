/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Secret;
import dev.taskbound.credential.DatabaseLogin;
import dev.taskbound.credential.DatabaseLogins;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Makes logins of the shop's administrator that live for a while, as a database secrets engine does. */
final class ShopLogins implements DatabaseLogins {
    final List<String> issued = new CopyOnWriteArrayList<>();
    volatile CompletionStage<DatabaseLogin> instead;
    private final Shop shop;
    private final Duration life;

    ShopLogins(Shop shop, Duration life) {
        this.shop = shop;
        this.life = life;
    }

    @Override
    public CompletionStage<DatabaseLogin> next() {
        return instead == null ? CompletableFuture.completedFuture(made()) : instead;
    }

    private DatabaseLogin made() {
        String user = "lease_" + UUID.randomUUID().toString().replace("-", "");
        String password = UUID.randomUUID().toString();
        try {
            make(shop, user, password, life);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        issued.add(user);
        return new DatabaseLogin(user, Secret.of(password), Instant.now().plus(life));
    }

    /** A login that may become the administrator and is nothing of its own. */
    static void make(Shop shop, String user, String password, Duration life) throws SQLException {
        Shop.run(
                shop.superuser(),
                "CREATE ROLE " + user + " LOGIN NOINHERIT PASSWORD '" + password + "' VALID UNTIL '"
                        + Instant.now().plus(life) + "' IN ROLE shop_admin");
    }

    void drop(String user) {
        drop(shop, user);
    }

    static void drop(Shop shop, String user) {
        try {
            Shop.run(shop.superuser(), "DROP ROLE IF EXISTS " + user);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
