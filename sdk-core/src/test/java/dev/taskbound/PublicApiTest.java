/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each change of what users can see shows as a change of {@code api.txt}. */
class PublicApiTest {
    private static final Path FILE = Path.of("api.txt");

    @Test
    void isWhatTheFileSays() throws Exception {
        String now = PublicApi.text(types());
        if (System.getProperty("taskbound.api", "").equals("write")) {
            Files.writeString(FILE, now);
        }
        assertThat(Files.readString(FILE).replace("\r\n", "\n"))
                .as("sdk-core/api.txt; if the change is meant, write it anew with"
                        + " mvn -pl sdk-core -am test -Dtest=PublicApiTest -Dsurefire.failIfNoSpecifiedTests=false"
                        + " -Dtaskbound.api=write")
                .isEqualTo(now);
    }

    private static List<Class<?>> types() throws Exception {
        URI classes =
                Task.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        return PublicApi.types(Path.of(classes));
    }
}
