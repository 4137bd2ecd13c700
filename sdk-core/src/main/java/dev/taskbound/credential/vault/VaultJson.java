/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.IssuerAnswer;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Members of Vault's answers, of the type they must have. */
final class VaultJson {
    private static final long MOST_SECONDS = Duration.ofDays(36_500).toSeconds();

    private static final int DONE = 204;

    private VaultJson() {}

    /**
     * What Vault answers when all is well.
     *
     * @throws CredentialException for anything else, also for a 200 that lists errors
     */
    static Map<String, ?> answer(IssuerAnswer answer) {
        Map<String, ?> json = answer.json();
        Object errors = json.get("errors");
        if (errors != null && !List.of().equals(errors)) {
            throw answer.unusable("HTTP 200 with errors");
        }
        return json;
    }

    /**
     * Whether Vault says that it has done what it was asked: a 204, or where it has a warning to give, an answer of its own.
     * Whatever else stands between here and there and says 200 has done nothing, and a 202 is for later.
     */
    static boolean isDone(IssuerAnswer answer) {
        if (answer.status() == DONE) {
            return true;
        }
        try {
            return answer(answer).get("request_id") instanceof String id && !id.isEmpty();
        } catch (CredentialException e) {
            return false;
        }
    }

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
