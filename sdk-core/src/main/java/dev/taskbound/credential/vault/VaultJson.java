/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.credential.IssuerAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** Members of Vault's answers, of the type they must have. */
final class VaultJson {
    private static final long MOST_SECONDS = Duration.ofDays(36_500).toSeconds();

    private VaultJson() {}

    static Map<?, ?> object(IssuerAnswer answer, Map<?, ?> json, String name) {
        if (json.get(name) instanceof Map<?, ?> object) {
            return object;
        }
        throw answer.unusable("expected an object " + name);
    }

    static String text(IssuerAnswer answer, Map<?, ?> json, String name) {
        if (json.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw answer.unusable("expected a text " + name);
    }

    static Duration seconds(IssuerAnswer answer, Map<?, ?> json, String name) {
        if (json.get(name) instanceof Number number) {
            BigDecimal seconds = new BigDecimal(number.toString());
            if (seconds.signum() >= 0 && seconds.compareTo(BigDecimal.valueOf(MOST_SECONDS)) <= 0) {
                return Duration.ofSeconds(seconds.longValue());
            }
        }
        throw answer.unusable("expected a number of seconds " + name);
    }
}
