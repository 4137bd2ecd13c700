/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.Task;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.SourceConfig;
import dev.taskbound.telemetry.Metrics;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credential sources that a policy describes, made from what the application registered. Immutable: another policy
 * has others, see {@link #with}.
 */
public final class CredentialSources implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(CredentialSources.class);

    private final @Nullable SourceFactory factory;
    private final @Nullable CredentialSource only;
    private final Map<SourceConfig, CredentialSource> sources;
    private final Map<String, CredentialSource> byName;

    private CredentialSources(CredentialSource only) {
        this.factory = null;
        this.only = only;
        this.sources = Map.of();
        this.byName = Map.of();
    }

    private CredentialSources(
            SourceFactory factory, Map<String, SourceConfig> configs, Map<SourceConfig, CredentialSource> known) {
        factory.requireComplete(configs.values());
        this.factory = factory;
        this.only = null;
        Map<SourceConfig, CredentialSource> made = new HashMap<>();
        Map<String, CredentialSource> named = new HashMap<>();
        configs.forEach((name, config) -> {
            CredentialSource kept = known.get(config);
            CredentialSource source = kept == null ? factory.make(config) : kept;
            made.put(config, source);
            named.put(name, source);
        });
        this.sources = Map.copyOf(made);
        this.byName = Map.copyOf(named);
    }

    /**
     * Nothing is fetched yet.
     *
     * @param sources the policy's sources by name
     * @param workloads what each {@code workload} of the policy stands for
     * @param custom what each source of {@code type: custom} is; for one of {@code type: embedded}, the {@link
     *     EmbeddedIssuer} to use instead of a new one
     * @param client whose TLS, proxy, DNS and interceptors are used to reach authorization servers; its redirects,
     *     cookies, cache and dispatcher are not. Its interceptors see tokens.
     * @param openTelemetry gets a span for each request to an authorization server, below the one that is current
     * @param metrics gets the counts of {@code taskbound.issuer.*} and {@code taskbound.credentials}
     * @throws IllegalArgumentException with everything that is missing or contradictory, one line each
     */
    public static CredentialSources of(
            Map<String, SourceConfig> sources,
            Map<String, WorkloadIdentity> workloads,
            Map<String, CredentialSource> custom,
            @Nullable OkHttpClient client,
            Clock clock,
            OpenTelemetry openTelemetry,
            Metrics metrics) {
        return of(sources, workloads, custom, client, clock, openTelemetry, metrics, RevocationOutbox.inMemory());
    }

    /**
     * As {@link #of(Map, Map, Map, OkHttpClient, Clock, OpenTelemetry, Metrics)}, with a file for what is to be revoked:
     * without one, a process that is killed leaves its tokens to expire.
     */
    public static CredentialSources of(
            Map<String, SourceConfig> sources,
            Map<String, WorkloadIdentity> workloads,
            Map<String, CredentialSource> custom,
            @Nullable OkHttpClient client,
            Clock clock,
            OpenTelemetry openTelemetry,
            Metrics metrics,
            RevocationOutbox outbox) {
        requireNonNull(outbox, "outbox");
        requireNonNull(clock, "clock");
        requireNonNull(metrics, "metrics");
        requireNonNull(openTelemetry, "openTelemetry");
        OkHttpClient settings = client == null ? new OkHttpClient() : client;
        SourceFactory factory = new SourceFactory(
                Map.copyOf(workloads), Map.copyOf(custom), settings, clock, openTelemetry, metrics, outbox);
        return new CredentialSources(factory, sources, Map.of());
    }

    /** One source that stands for every source of whatever policy: where nothing is reached, in tests of a policy. */
    public static CredentialSources only(CredentialSource source) {
        return new CredentialSources(requireNonNull(source, "source"));
    }

    /**
     * The sources of another policy, from the same registrations. One that is described as before is the same object: it
     * keeps what it knows of its issuer, an embedded one its key and its revocations.
     *
     * @throws IllegalArgumentException as {@link #of} does
     */
    public CredentialSources with(Map<String, SourceConfig> others) {
        return factory == null ? this : new CredentialSources(factory, others, sources);
    }

    /** All of them, by the policy's names. */
    public Map<String, CredentialSource> byName() {
        return byName;
    }

    /** @throws IllegalArgumentException if the policy has no source of this name */
    public CredentialSource forName(String name) {
        CredentialSource source = only == null ? byName.get(requireNonNull(name, "name")) : only;
        if (source == null) {
            throw new IllegalArgumentException("no credential source " + name + ", there are " + byName.keySet());
        }
        return source;
    }

    /** Lets every source fetch what is no secret, in the background; whatever fails is tried again when it is needed. */
    public void warm() {
        byName.values().forEach(source -> {
            try {
                source.warm().exceptionally(failure -> null);
            } catch (RuntimeException e) {
                log.debug(
                        "a credential source could not be warmed ({})",
                        e.getClass().getName());
            }
        });
    }

    /** Revokes the tokens that an earlier process left in the outbox, in the background. */
    public void revokeLeft() {
        if (factory != null) {
            factory.revoker().begin();
        }
    }

    /**
     * Ends a credential that a killed process left, in the background; where that fails it is tried again until it ends by
     * itself.
     *
     * @param source its policy's name of the source; one that is not there any more is not asked
     * @param expires when it ends by itself
     */
    public void revokeLeft(String source, String id, Instant expires) {
        CredentialSource asked = byName.get(source);
        if (asked != null && factory != null) {
            new LeftCredential(asked, source, id, requireNonNull(expires, "expires"), factory.clock()).end();
        }
    }

    /** The tokens that are out, as far as their issuers revoke, in no particular order. */
    public List<RevocationOutbox.Entry> issued() {
        return factory == null ? List.of() : factory.revoker().outbox().entries();
    }

    /** Waits 2 s at most for issuers that are being told to revoke; what is then left, an outbox with a file keeps. */
    @Override
    public void close() {
        if (factory != null) {
            factory.revoker().close();
        }
    }

    /** Tells every source that a task is over. */
    public void release(Task task) {
        if (factory != null) {
            factory.revoker().taskOver(task.id());
        }
        sources.values().forEach(source -> {
            try {
                source.release(task);
            } catch (RuntimeException e) {
                log.warn(
                        "a credential source failed to forget a task ({})",
                        e.getClass().getName());
            }
        });
    }

    @Override
    public String toString() {
        return "CredentialSources" + byName.keySet();
    }
}
