/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.SpringBootVersion;

/** Each line's tests run on the versions that its module says, and on no other that a dependency brought along. */
class VersionMatrixTest {

    @Test
    void springAiIsTheOneOfThisLine() {
        URL jar = ChatClient.class.getProtectionDomain().getCodeSource().getLocation();
        assertThat(jar.getPath())
                .endsWith("spring-ai-client-chat-" + System.getProperty("spring-ai.expected") + ".jar");
    }

    @Test
    void springBootIsTheOneOfThisLine() {
        assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.expected"));
    }
}
