/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.keycloak;

import dev.taskbound.parts.Part;
import java.io.IOException;
import java.nio.file.Path;

/** The part that these tests need. It stays up until the test run ends: a start takes a while. */
public final class KeycloakServer implements Part {
    private static final String SKIP = "taskbound.skip-keycloak";

    private static Keycloak running;

    @Override
    public String name() {
        return "keycloak";
    }

    @Override
    public String install() {
        return "run where 1.5 GiB of memory and 1 GiB of disk are free and processes may be started";
    }

    @Override
    public void probe() throws IOException, InterruptedException {
        if (Boolean.getBoolean(SKIP)) {
            throw new IOException("turned off with -D" + SKIP);
        }
        running();
    }

    static synchronized Keycloak running() throws IOException, InterruptedException {
        if (running == null) {
            running = Keycloak.start(Path.of(System.getProperty("taskbound.keycloak.zip", "target/keycloak.zip")));
        }
        return running;
    }
}
