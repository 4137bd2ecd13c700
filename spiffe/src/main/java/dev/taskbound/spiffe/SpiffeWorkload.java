/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.spiffe;

import dev.taskbound.Secret;
import dev.taskbound.identity.ClientAssertion;
import dev.taskbound.identity.WorkloadIdentity;
import io.spiffe.exception.JwtSourceException;
import io.spiffe.exception.JwtSvidException;
import io.spiffe.exception.SocketEndpointAddressException;
import io.spiffe.spiffeid.SpiffeId;
import io.spiffe.workloadapi.CachedJwtSource;
import io.spiffe.workloadapi.JwtSource;
import io.spiffe.workloadapi.JwtSourceOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Proof by a JWT-SVID of the SPIFFE Workload API (draft-ietf-oauth-spiffe-client-auth-02): its {@code sub} is the SPIFFE
 * ID that the authorization server knows as its client's, its {@code aud} the server's issuer identifier and nothing else.
 * A JWT-SVID has no {@code jti}, so the same one is presented until half of its life is over; then the Workload API is asked
 * for another. Every wait is bounded. Thread-safe; close it when the application ends.
 */
public final class SpiffeWorkload implements WorkloadIdentity, AutoCloseable {
    private static final int AT_ONCE = 16;

    private final JwtSource source;
    private final @Nullable SpiffeId id;
    private final Duration patience;
    private final ExecutorService waiting =
            new ThreadPoolExecutor(0, AT_ONCE, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), SpiffeWorkload::thread);

    private SpiffeWorkload(JwtSource source, @Nullable SpiffeId id, Duration patience) {
        this.source = source;
        this.id = id;
        this.patience = patience;
    }

    /**
     * With the Workload API's only or first identity.
     *
     * @param endpoint {@code unix:///run/spire/agent.sock} or {@code tcp://127.0.0.1:8081}, as in {@code
     *     SPIFFE_ENDPOINT_SOCKET}
     * @param patience for the first answer, and for each later one
     * @throws IOException if the address is of another form, or the Workload API does not answer in time
     */
    public static SpiffeWorkload connect(String endpoint, Duration patience) throws IOException {
        return connect(endpoint, null, patience);
    }

    /**
     * With one of the identities that the Workload API gives this process.
     *
     * @param spiffeId such as {@code spiffe://example.org/agents/reader}; null for the only or first one
     * @throws IOException as above
     */
    public static SpiffeWorkload connect(String endpoint, @Nullable String spiffeId, Duration patience)
            throws IOException {
        Objects.requireNonNull(endpoint, "endpoint");
        Objects.requireNonNull(patience, "patience");
        SpiffeId id = spiffeId == null ? null : SpiffeId.parse(spiffeId);
        try {
            JwtSourceOptions options = JwtSourceOptions.builder()
                    .spiffeSocketPath(endpoint)
                    .initTimeout(patience)
                    .build();
            return new SpiffeWorkload(CachedJwtSource.newSource(options), id, patience);
        } catch (JwtSourceException | SocketEndpointAddressException e) {
            throw new IOException(endpoint + ": expected a SPIFFE Workload API", e);
        }
    }

    @Override
    public ClientAssertion assertion(String client, String audience) {
        return new ClientAssertion(ClientAssertion.JWT_SPIFFE, Secret.of(svid(audience)));
    }

    /** On a thread of its own, because the Workload API's client waits without end. */
    private String svid(String audience) {
        Future<String> answer;
        try {
            answer = waiting.submit(() -> fetch(audience));
        } catch (java.util.concurrent.RejectedExecutionException e) {
            throw new IllegalStateException("the SPIFFE Workload API does not answer", null);
        }
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the SPIFFE Workload API", null);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the SPIFFE Workload API gave no JWT-SVID", null);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the SPIFFE Workload API did not answer in time", null);
        } finally {
            answer.cancel(true);
        }
    }

    private String fetch(String audience) throws JwtSvidException {
        return (id == null ? source.fetchJwtSvid(audience) : source.fetchJwtSvid(id, audience)).getToken();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "taskbound-spiffe");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() throws IOException {
        waiting.shutdownNow();
        source.close();
    }

    @Override
    public String toString() {
        return "WorkloadIdentity[JWT-SVID" + (id == null ? "" : " of " + id) + "]";
    }
}
