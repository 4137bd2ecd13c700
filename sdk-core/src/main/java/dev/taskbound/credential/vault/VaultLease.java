/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import dev.taskbound.ReasonCode;
import dev.taskbound.Secret;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.DatabaseLogin;
import dev.taskbound.credential.IssuerAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A database login that Vault leased.
 *
 * @param id by which it is renewed and revoked
 * @param token under which it was leased
 */
record VaultLease(String id, boolean renewable, DatabaseLogin login, VaultToken token) {

    /** A lease of exactly this role. It ends no later than its token. */
    static CompletableFuture<VaultLease> of(
            VaultHttp http, String mount, String role, VaultToken token, Supplier<Duration> left) {
        Instant asked = http.now();
        String path = mount + "/creds/" + role;
        return http.get(path, token, left).thenApply(answer -> read(answer, path, token, asked));
    }

    private static VaultLease read(IssuerAnswer answer, String path, VaultToken token, Instant asked) {
        Map<String, ?> json = VaultJson.answer(answer);
        String id = VaultJson.text(answer, json, "lease_id");
        if (!id.startsWith(path + "/") || !VaultHttp.isName(id.substring(path.length() + 1))) {
            throw answer.unusable("expected a lease_id of " + path);
        }
        Map<?, ?> data = VaultJson.object(answer, json, "data");
        Instant end = asked.plus(VaultJson.seconds(answer, json, "lease_duration"));
        if (!end.isAfter(asked)) {
            throw answer.tooBroad("the lease has no end");
        }
        DatabaseLogin login = new DatabaseLogin(
                part(answer, data, "username"),
                Secret.of(part(answer, data, "password")),
                earlier(end, token.expiresAt()));
        return new VaultLease(id, Boolean.TRUE.equals(json.get("renewable")), login, token);
    }

    /** A NUL ends a text on the wire to a database: what follows would be read as something else. */
    private static String part(IssuerAnswer answer, Map<?, ?> data, String name) {
        String text = VaultJson.text(answer, data, name);
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw answer.unusable("expected a " + name + " without control characters");
        }
        return text;
    }

    /** The same lease, ending by itself no later than asked: Vault counts an increment from now, not from the old end. */
    CompletableFuture<VaultLease> within(Duration ttl, VaultHttp http, Supplier<Duration> left) {
        Instant asked = http.now();
        if (!login.expiresAt().isAfter(asked.plus(ttl))) {
            return CompletableFuture.completedFuture(this);
        }
        if (!renewable) {
            throw tooBroad(ttl, "cannot be renewed");
        }
        Map<String, Object> body = Map.of("lease_id", id, "increment", Math.max(1, ttl.toSeconds()));
        return http.post("sys/leases/renew", body, token, left).thenApply(answer -> {
            Map<String, ?> json = VaultJson.answer(answer);
            if (!id.equals(json.get("lease_id"))) {
                throw answer.unusable("expected the lease_id that was to be renewed");
            }
            Duration life = VaultJson.seconds(answer, json, "lease_duration");
            if (life.isZero() || life.compareTo(ttl) > 0) {
                throw tooBroad(ttl, "was not shortened");
            }
            Instant end = earlier(asked.plus(life), token.expiresAt());
            return new VaultLease(id, true, new DatabaseLogin(login.user(), login.password(), end), token);
        });
    }

    private static CredentialException tooBroad(Duration ttl, String what) {
        return new CredentialException(
                ReasonCode.CREDENTIAL_TOO_BROAD,
                "the lease lives longer than " + ttl.toSeconds() + " s and " + what + ": set default_ttl of its role");
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
