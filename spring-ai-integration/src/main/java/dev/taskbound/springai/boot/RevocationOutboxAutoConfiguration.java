/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.Secret;
import dev.taskbound.credential.RevocationOutbox;
import dev.taskbound.guard.ToolGuard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Tokens that are out, in a file, if that is wanted. An outbox of the application's own comes before. */
@AutoConfiguration(before = GuardAutoConfiguration.class)
@ConditionalOnProperty(name = "taskbound.enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(TaskboundProperties.class)
public class RevocationOutboxAutoConfiguration {
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "taskbound.revocation-outbox.file")
    @ConditionalOnMissingBean({RevocationOutbox.class, ToolGuard.class})
    RevocationOutbox taskboundRevocationOutbox(TaskboundProperties properties) {
        TaskboundProperties.Outbox settings = properties.revocationOutbox();
        Path file = Objects.requireNonNull(settings.file(), "taskbound.revocation-outbox.file");
        Secret key = settings.key();
        Path keyFile = settings.keyFile();
        if ((key == null) == (keyFile == null)) {
            throw new RevocationOutboxException(
                    "expected a key or a key file, found " + (key == null ? "neither" : "both"));
        }
        try {
            return key == null
                    ? RevocationOutbox.open(file, Objects.requireNonNull(keyFile))
                    : RevocationOutbox.open(file, key);
        } catch (IOException | RuntimeException e) {
            throw new RevocationOutboxException(String.valueOf(e.getMessage()));
        }
    }
}
