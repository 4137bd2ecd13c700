/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonPlaceTest {
    @TempDir
    private Path directory;

    @Test
    void keepsNumbersAsTheyAreWritten() throws IOException {
        String arguments = "{\"a\":100.0,\"b\":0.10,\"c\":12345678901234567890,\"d\":-7}";

        assertThat(read("{\"args\": " + arguments + "}").json("args")).isEqualTo(arguments);
    }

    @Test
    void readsParametersAsTheTypesThatAPolicyKnows() throws IOException {
        JsonPlace parameters = read("{\"n\": 3, \"x\": 2.50, \"yes\": true, \"list\": [\"a\", 1]}");

        assertThat(parameters.get("n").parameter()).isEqualTo(3L);
        assertThat(parameters.get("x").parameter()).isEqualTo(new BigDecimal("2.50"));
        assertThat(parameters.get("yes").parameter()).isEqualTo(true);
        assertThat(parameters.get("list").parameter()).isEqualTo(List.of("a", 1L));
    }

    private JsonPlace read(String json) throws IOException {
        return JsonPlace.read(Files.writeString(directory.resolve("some.json"), json));
    }
}
