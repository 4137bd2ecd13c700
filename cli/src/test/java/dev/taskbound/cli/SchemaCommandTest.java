/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue 5: a JSON Schema for editors. And: every command explains itself. */
class SchemaCommandTest {
    @TempDir
    private Path directory;

    @Test
    void theSchemaIsTheDocumentedOne() throws IOException {
        Cli cli = new Cli(directory);

        assertThat(cli.run("schema")).isZero();
        assertThat(cli.out()).isEqualTo(Files.readString(Path.of("../docs/taskbound.schema.json")));
    }

    @Test
    void everyCommandExplainsItself() {
        Cli cli = new Cli(directory);

        for (String command :
                new String[] {"check", "test", "explain", "exposure", "diff", "report", "learn", "schema"}) {
            assertThat(cli.run(command, "--help")).isZero();
            assertThat(cli.out()).startsWith("Usage: taskbound " + command);
        }
        assertThat(cli.run()).isEqualTo(2);
        assertThat(cli.out()).contains("Begin with:  taskbound check taskbound.yaml");
    }
}
