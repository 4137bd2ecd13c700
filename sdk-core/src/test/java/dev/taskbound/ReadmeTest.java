/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a newcomer copies must work. */
class ReadmeTest {
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void itsPolicyLoads() throws IOException {
        Matcher yaml = YAML.matcher(Files.readString(Path.of("../README.md")));
        assertThat(yaml.find()).isTrue();
        Policy policy = Policy.parse("README.md", yaml.group(1));
        assertThat(policy.intents()).containsOnlyKeys("refund-order");
        assertThat(yaml.find()).as("a second policy").isFalse();
    }
}
