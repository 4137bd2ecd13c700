/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.parts.ChildJvm;
import dev.taskbound.parts.NeedsPart;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process is killed while a role is out: the next one of its installation sweeps it once its seconds are over. */
@NeedsPart({PostgresServer.class, ChildJvm.class})
@Timeout(120)
class CrashSweepTest {
    @Test
    void nothingIsLeftOfAKilledProcess() throws Exception {
        Shop shop = Shop.open("shop_crash");
        Process child = ChildJvm.running(LeftByACrash.class, shop.url(), Integer.toString(shop.port()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String role;
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            role = out.readLine();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(shop.roles()).contains(role);
        try (PostgresRoles next = PostgresRoles.builder("shop-roles", shop.admin())
                .installation("crash")
                .sweepEvery(Duration.ofMillis(200))
                .build()) {
            while (shop.roles().contains(role)) {
                Thread.sleep(20);
            }
            while (!next.leftovers().isEmpty()) {
                Thread.sleep(20);
            }
        }
        assertThat(Shop.query(shop.superuser(), "SELECT pid FROM pg_stat_activity WHERE usename = '" + role + "'"))
                .isEmpty();
    }
}
