/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static java.util.Objects.requireNonNull;

import dev.taskbound.Secret;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.DatabaseLogins;
import dev.taskbound.identity.WorkloadIdentity;
import java.net.URI;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A HashiCorp Vault or an OpenBao, and how this process logs in there: with a JWT of its {@link WorkloadIdentity} ({@code
 * auth/jwt/login}), once for each credential. That login's token is kept in memory, is in no credential, and is revoked
 * together with what was leased under it; where it cannot be, it dies by itself within the hour at the longest, and its
 * leases with it. Thread-safe.
 *
 * <pre>{@code
 * Vault vault = Vault.at(URI.create("https://vault.example.com:8200"))
 *         .login("taskbound", WorkloadIdentity.projectedToken(tokenFile)).build();
 * ToolGuard guard = ToolGuard.builder() ...
 *         .credentialSource("crm-leases", vault.database("crm-leases", "database")).build();
 * }</pre>
 */
public final class Vault {
    private final VaultHttp http;

    Vault(VaultHttp http) {
        this.http = http;
    }

    /** @param address {@code https}, or {@code http} on loopback; with a path where Vault stands below one */
    public static VaultBuilder at(URI address) {
        return new VaultBuilder(requireNonNull(address, "address"));
    }

    /**
     * A database login for each call ({@code MOUNT/creds/ROLE}). The scope of the destination for the call's action is the
     * role: {@code scopes: { read: crm-reader, write: crm-writer }}. Register it for a source of {@code type: custom}.
     *
     * <p>Guaranteed: the lease is one of that role and ends with the destination's {@code ttl}. One that lives longer is
     * shortened ({@code sys/leases/renew} with the {@code ttl} as increment), and where Vault does not do that it is given
     * back, {@code CREDENTIAL_TOO_BROAD}. When it is revoked, Vault has ended it before that answers; where Vault does not
     * say so, it is tried again until it expires, {@code RETRYING}. Not guaranteed: what the role's statements grant, which
     * Vault does not tell.
     *
     * @param source the policy's name of the source
     * @param mount where the database secrets engine is mounted
     */
    public CredentialSource database(String source, String mount) {
        return new VaultDatabaseSource(requireNonNull(source, "source"), VaultHttp.requirePath(mount), http);
    }

    /**
     * The same for this process itself: for the administrator whom {@code PostgresRoles} need. Such a lease lives as long
     * as the role says.
     *
     * @param role of the database secrets engine
     */
    public DatabaseLogins logins(String mount, String role) {
        return new VaultLogins(VaultHttp.requirePath(mount), VaultHttp.requireName(role), http);
    }

    /**
     * The current version of a field of a secret (KV version 2), read anew whenever it is asked for: for {@code
     * StaticSecretSource}, because such a secret does not end with the call.
     *
     * @param path of the secret below the mount
     * @param field whose value is a text
     */
    public Supplier<CompletionStage<Secret>> keyValue(String mount, String path, String field) {
        return new VaultKeyValue(
                VaultHttp.requirePath(mount), VaultHttp.requirePath(path), requireNonNull(field, "field"), http);
    }

    /** Names the address and the login's role. */
    @Override
    public String toString() {
        return "Vault[" + http + "]";
    }
}
