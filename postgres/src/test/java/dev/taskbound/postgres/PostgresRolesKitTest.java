/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.Action;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.CredentialSourceKit;
import dev.taskbound.parts.NeedsPart;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** The kit of every source, on a real server. */
@NeedsPart(PostgresServer.class)
class PostgresRolesKitTest extends CredentialSourceKit {
    private Shop shop;
    private PostgresRoles roles;

    @BeforeEach
    void open() throws Exception {
        shop = Shop.open("shop_kit");
        roles = PostgresRoles.builder("shop-roles", shop.admin())
                .installation("kit")
                .build();
    }

    @AfterEach
    void close() {
        roles.close();
    }

    @Override
    protected CredentialSource source() {
        return roles;
    }

    @Override
    protected CredentialRequest servedRequest() {
        return shop.request(Action.READ, Shop.READ, Duration.ofSeconds(60));
    }

    @Override
    protected CredentialRequest refusedRequest() {
        return shop.request(Action.READ, Shop.WRITE, Duration.ofSeconds(60));
    }

    @Override
    protected List<String> secrets() {
        return List.of("admin");
    }
}
