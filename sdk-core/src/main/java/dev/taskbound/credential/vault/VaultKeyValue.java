/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.Secret;
import dev.taskbound.credential.IssuerAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Reads one field of a secret, each time under a login of its own, which ends with the read. */
final class VaultKeyValue implements Supplier<CompletionStage<Secret>> {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String mount;
    private final String path;
    private final String field;
    private final VaultHttp http;

    VaultKeyValue(String mount, String path, String field, VaultHttp http) {
        this.mount = mount;
        this.path = path;
        this.field = field;
        this.http = http;
    }

    @Override
    public CompletionStage<Secret> get() {
        Instant now = http.now();
        return http.client()
                .within(
                        now,
                        now.plus(PATIENCE),
                        left -> http.loggedIn(
                                left,
                                false,
                                token -> http.get(mount + "/data/" + path, token, left)
                                        .thenApply(this::value)),
                        late -> {});
    }

    /** The secret stands below {@code data.data}, beside what Vault says of its version. */
    private Secret value(IssuerAnswer answer) {
        Map<?, ?> data = VaultJson.object(answer, VaultJson.answer(answer), "data");
        return Secret.of(VaultJson.text(answer, VaultJson.object(answer, data, "data"), field));
    }

    @Override
    public String toString() {
        return mount + "/" + path + " at " + http;
    }
}
