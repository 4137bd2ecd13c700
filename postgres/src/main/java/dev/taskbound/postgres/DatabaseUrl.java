/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.postgres;

import dev.taskbound.credential.DatabaseLogin;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a database is.
 *
 * @param text as the driver takes it
 * @param hosts all hosts it names, as {@code host:port}, lower case
 * @param wantsTls whether the driver is to be told to verify the server
 */
record DatabaseUrl(String text, List<String> hosts, boolean wantsTls) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    static DatabaseUrl parse(String text) {
        Properties parsed = text.startsWith("jdbc:postgresql:") ? Driver.parseURL(text, new Properties()) : null;
        if (parsed == null) {
            throw new IllegalArgumentException("expected jdbc:postgresql://host:port/database");
        }
        for (PGProperty secret : List.of(PGProperty.USER, PGProperty.PASSWORD, PGProperty.SSL_PASSWORD)) {
            if (parsed.containsKey(secret.getName())) {
                throw new IllegalArgumentException(
                        "found " + secret.getName() + " in the URL, expected none: each call logs in as its own role");
            }
        }
        String[] names = split(PGProperty.PG_HOST.getOrDefault(parsed));
        String[] ports = split(PGProperty.PG_PORT.getOrDefault(parsed));
        List<String> hosts = new ArrayList<>();
        boolean remote = false;
        for (int i = 0; i < names.length; i++) {
            String name = names[i].toLowerCase(Locale.ROOT);
            remote |= !LOOPBACK.contains(name);
            hosts.add(name + ":" + ports[Math.min(i, ports.length - 1)]);
        }
        return new DatabaseUrl(text, List.copyOf(hosts), remote && !parsed.containsKey(PGProperty.SSL_MODE.getName()));
    }

    /** What the driver needs to log in; both waits are bounded by so many seconds. */
    Properties properties(DatabaseLogin login, String seconds) {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password().reveal());
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        if (wantsTls) {
            properties.setProperty("sslmode", "verify-full");
        }
        return properties;
    }

    private static String[] split(@Nullable String list) {
        return list == null ? new String[] {""} : list.split(",", -1);
    }
}
