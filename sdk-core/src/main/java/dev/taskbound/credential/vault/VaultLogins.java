/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.credential.DatabaseLogin;
import dev.taskbound.credential.DatabaseLogins;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** Leases for this process itself. Each is given back by its user's name. */
final class VaultLogins implements DatabaseLogins {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String mount;
    private final String role;
    private final VaultHttp http;
    private final Map<String, VaultLease> out = new ConcurrentHashMap<>();

    VaultLogins(String mount, String role, VaultHttp http) {
        this.mount = mount;
        this.role = role;
        this.http = http;
    }

    @Override
    public CompletionStage<DatabaseLogin> next() {
        Instant now = http.now();
        return http.client()
                .within(
                        now,
                        now.plus(PATIENCE),
                        left -> http.loggedIn(left, true, token -> VaultLease.of(http, mount, role, token, left)),
                        late -> http.revoke(late.token()))
                .thenApply(lease -> {
                    out.values().removeIf(old -> !old.login().expiresAt().isAfter(now));
                    out.put(lease.login().user(), lease);
                    return lease.login();
                });
    }

    /** Vault revokes what was leased under a token with the token. */
    @Override
    public void giveBack(DatabaseLogin login) {
        VaultLease lease = out.remove(login.user());
        if (lease != null) {
            http.revoke(lease.token());
        }
    }

    @Override
    public String toString() {
        return "DatabaseLogins[" + mount + "/creds/" + role + " at " + http + "]";
    }
}
