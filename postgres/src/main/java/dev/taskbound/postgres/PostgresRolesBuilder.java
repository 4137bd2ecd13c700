/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import javax.sql.DataSource;

/** Collects what {@link PostgresRoles} work with. Not thread-safe. */
public final class PostgresRolesBuilder {
    private static final int HASH_BYTES = 4;

    final String source;
    final DataSource admin;
    int connections = 2;
    int threads = 4;
    Duration sweepEvery = Duration.ofSeconds(10);
    Clock clock = Clock.systemUTC();
    private String installation;

    PostgresRolesBuilder(String source, DataSource admin) {
        this.source = source;
        this.admin = admin;
        this.installation = source;
    }

    /**
     * Tells apart applications that share a cluster: each sweeps only what its own installation left. The source's name
     * by default. Any text; its hash becomes part of the roles' names.
     */
    public PostgresRolesBuilder installation(String name) {
        this.installation = Objects.requireNonNull(name, "name");
        return this;
    }

    /** How many sessions a role may have at once, 1 to 100; 2 by default. */
    public PostgresRolesBuilder connectionLimit(int atOnce) {
        this.connections = within(atOnce, "connectionLimit");
        return this;
    }

    /**
     * How many roles are made at once, 1 to 100, each over a connection of the administrator's; 4 by default. Unmaking them
     * takes at most two connections more.
     */
    public PostgresRolesBuilder threads(int atOnce) {
        this.threads = within(atOnce, "threads");
        return this;
    }

    /** How often what is over is swept; every 10 s by default. */
    public PostgresRolesBuilder sweepEvery(Duration interval) {
        if (interval.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException("sweepEvery must be at least 100 ms: " + interval);
        }
        this.sweepEvery = interval;
        return this;
    }

    public PostgresRolesBuilder clock(Clock wallClock) {
        this.clock = Objects.requireNonNull(wallClock, "wallClock");
        return this;
    }

    /** Begins to sweep; connects for nothing else yet. */
    public PostgresRoles build() {
        return new PostgresRoles(this);
    }

    String prefix() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(installation.getBytes(StandardCharsets.UTF_8));
            return "tb_" + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + "_";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static int within(int value, String name) {
        if (value < 1 || value > 100) {
            throw new IllegalArgumentException(name + " must be from 1 to 100: " + value);
        }
        return value;
    }
}
