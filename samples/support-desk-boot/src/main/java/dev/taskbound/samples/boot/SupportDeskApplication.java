/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The application. Taskbound is in it because its jar is on the class path, with {@code taskbound.yaml} beside it. */
@SpringBootApplication
public class SupportDeskApplication {
    public static void main(String... options) throws IOException {
        Files.createDirectories(Path.of("target"));
        SpringApplication.run(SupportDeskApplication.class, options);
    }
}
