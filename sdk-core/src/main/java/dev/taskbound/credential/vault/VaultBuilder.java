/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static java.util.Objects.requireNonNull;

import dev.taskbound.credential.IssuerClient;
import dev.taskbound.identity.WorkloadIdentity;
import io.opentelemetry.api.OpenTelemetry;
import java.net.URI;
import java.time.Clock;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Collects how a {@link Vault} is reached. The login is required. Not thread-safe. */
public final class VaultBuilder {
    final URI address;
    String authMount = "jwt";
    String role = "";

    @Nullable
    WorkloadIdentity identity;

    String audience = "vault";

    @Nullable
    String namespace;

    Clock clock = Clock.systemUTC();
    private OkHttpClient settings = new OkHttpClient();
    private OpenTelemetry openTelemetry = OpenTelemetry.noop();

    VaultBuilder(URI address) {
        this.address = address;
    }

    /**
     * @param loginRole of the JWT auth method
     * @param workload whose {@code assertion} is the JWT, a fresh one for each login; its client is the role
     */
    public VaultBuilder login(String loginRole, WorkloadIdentity workload) {
        this.role = VaultHttp.requireName(loginRole);
        this.identity = requireNonNull(workload, "workload");
        return this;
    }

    /** What the JWT is for, where the identity signs it itself: the auth role's {@code bound_audiences}. {@code vault} by default. */
    public VaultBuilder audience(String bound) {
        this.audience = requireNonNull(bound, "bound");
        return this;
    }

    /** Where the JWT auth method is mounted below {@code auth/}; {@code jwt} by default. */
    public VaultBuilder authMount(String mount) {
        this.authMount = VaultHttp.requirePath(mount);
        return this;
    }

    /** The namespace in which all of this is ({@code X-Vault-Namespace}); none by default. */
    public VaultBuilder namespace(String path) {
        this.namespace = VaultHttp.requirePath(path);
        return this;
    }

    /** The client whose TLS, proxy, DNS and interceptors are used; its interceptors see secrets. */
    public VaultBuilder httpClient(OkHttpClient client) {
        this.settings = requireNonNull(client, "client");
        return this;
    }

    /** Where spans and metrics of requests to Vault go; nowhere by default. */
    public VaultBuilder openTelemetry(OpenTelemetry telemetry) {
        this.openTelemetry = requireNonNull(telemetry, "telemetry");
        return this;
    }

    public VaultBuilder clock(Clock wallClock) {
        this.clock = requireNonNull(wallClock, "wallClock");
        return this;
    }

    /**
     * Connects to nothing yet.
     *
     * @throws IllegalArgumentException if the address is one at which secrets could be read on the way
     * @throws IllegalStateException without {@link #login}
     */
    public Vault build() {
        WorkloadIdentity who = identity;
        if (who == null) {
            throw new IllegalStateException("a Vault cannot be used without .login(role, workload)");
        }
        return new Vault(new VaultHttp(this, who, IssuerClient.to(address, settings, openTelemetry)));
    }
}
