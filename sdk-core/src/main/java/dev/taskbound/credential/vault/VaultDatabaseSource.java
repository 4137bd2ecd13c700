/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.vault;

import static java.util.Objects.requireNonNull;

import dev.taskbound.ReasonCode;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.IssuerAnswer;
import dev.taskbound.credential.IssuerClient;
import dev.taskbound.internal.net.RetryPause;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** See {@link Vault#database}. */
final class VaultDatabaseSource implements CredentialSource {
    private static final Logger log = LoggerFactory.getLogger(VaultDatabaseSource.class);
    private static final Duration FAREWELL = Duration.ofSeconds(10);

    private final String source;
    private final String mount;
    private final VaultHttp http;
    /** By their ids, until they are revoked or over. */
    private final Map<String, VaultLease> out = new ConcurrentHashMap<>();

    VaultDatabaseSource(String source, String mount, VaultHttp http) {
        this.source = source;
        this.mount = mount;
        this.http = http;
    }

    @Override
    public CompletionStage<Credential> issue(CredentialRequest request) {
        requireNonNull(request, "request");
        try {
            String role = role(request);
            return http.client()
                    .within(
                            http.now(),
                            request.deadline(),
                            left -> http.loggedIn(
                                    left,
                                    true,
                                    token -> VaultLease.of(http, mount, role, token, left)
                                            .thenCompose(lease -> lease.within(
                                                    request.destination().ttl(), http, left))),
                            late -> end(late, 0))
                    .thenApply(this::credential);
        } catch (CredentialException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** What the policy says for this action; nothing that a model wrote becomes part of a path. */
    private String role(CredentialRequest request) {
        return request.destination()
                .scope(request.action())
                .filter(VaultHttp::isName)
                .orElseThrow(() -> unavailable("expected the scope of the destination for the action "
                        + request.action().word() + " to be one role of Vault"));
    }

    private Credential credential(VaultLease lease) {
        Instant now = http.now();
        out.values().removeIf(old -> !old.login().expiresAt().isAfter(now));
        out.put(lease.id(), lease);
        return lease.login().credential(lease.id(), source, Set.of("lease", "role"));
    }

    /** Also of a lease that another process has left: then under a login of its own. */
    @Override
    public CompletionStage<CredentialEnd> revoke(Credential credential) {
        String id = credential.id();
        if (!id.startsWith(mount + "/creds/")) {
            return CompletableFuture.failedFuture(unavailable("no lease of " + mount));
        }
        VaultLease lease = out.remove(id);
        return lease == null ? endOfAnother(id) : end(lease, 0);
    }

    @Override
    public CompletionStage<CredentialEnd> revokeLeft(String id) {
        return id.startsWith(mount + "/creds/")
                ? endOfAnother(id)
                : CompletableFuture.failedFuture(unavailable("no lease of " + mount));
    }

    /** The lease first, so that it is known to be dead; then the login, which takes along what could not be ended alone. */
    private CompletableFuture<CredentialEnd> end(VaultLease lease, int tries) {
        return http.post("sys/leases/revoke", end(lease.id()), lease.token(), IssuerClient.left(FAREWELL))
                .handle((answer, failure) -> failure == null && VaultJson.isDone(answer))
                .thenCompose(ended -> http.revoke(lease.token()).thenApply(taken -> ended(lease, ended, taken, tries)));
    }

    private CredentialEnd ended(VaultLease lease, boolean ended, boolean taken, int tries) {
        if (ended || taken) {
            // What is revoked with its login is revoked by Vault in the background, until it has worked.
            return ended ? CredentialEnd.REVOKED : CredentialEnd.RETRYING;
        }
        out.put(lease.id(), lease);
        Duration pause = RetryPause.after(tries, null);
        Instant expires = lease.login().expiresAt();
        if (!http.now().plus(pause).isBefore(expires)) {
            throw unavailable("the lease could not be revoked before it ends by itself");
        }
        if (tries == 0) {
            log.warn("source {}: lease {} is not revoked yet; it is tried again until {}", source, lease.id(), expires);
        }
        CompletableFuture.delayedExecutor(
                        pause.toMillis(), TimeUnit.MILLISECONDS, http.client().executor())
                .execute(() -> endAgain(lease, tries + 1));
        return CredentialEnd.RETRYING;
    }

    /** Unless somebody has asked for it meanwhile. */
    private void endAgain(VaultLease lease, int tries) {
        if (out.remove(lease.id(), lease)) {
            end(lease, tries).whenComplete((end, failure) -> {
                if (end == null || end == CredentialEnd.REVOKED) {
                    log.info(
                            "source {}: lease {} {}",
                            source,
                            lease.id(),
                            end == null ? "lives until it ends" : "is revoked");
                }
            });
        }
    }

    private CompletableFuture<CredentialEnd> endOfAnother(String id) {
        Instant now = http.now();
        return http.client()
                .within(
                        now,
                        now.plus(FAREWELL),
                        left -> http.loggedIn(
                                left,
                                false,
                                token -> http.post("sys/leases/revoke", end(id), token, left)
                                        .thenApply(VaultDatabaseSource::requireEnded)),
                        late -> {});
    }

    private static CredentialEnd requireEnded(IssuerAnswer answer) {
        if (!VaultJson.isDone(answer)) {
            throw answer.unusable("HTTP " + answer.status() + ", which does not say that the lease is revoked");
        }
        return CredentialEnd.REVOKED;
    }

    /** Answered when the secrets engine has done it, not before. */
    private static Map<String, Object> end(String lease) {
        return Map.of("lease_id", lease, "sync", true);
    }

    private CredentialException unavailable(String message) {
        return new CredentialException(ReasonCode.CREDENTIAL_UNAVAILABLE, "source " + source + ": " + message);
    }

    @Override
    public String toString() {
        return "VaultDatabaseSource[" + source + ": " + mount + " at " + http + "]";
    }
}
