/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.approval.ciba;

import dev.taskbound.Principal;
import dev.taskbound.approval.ApprovalOutcome;
import dev.taskbound.approval.ApprovalRequest;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.Ask;
import dev.taskbound.credential.BackchannelAuthentication;
import dev.taskbound.identity.WorkloadIdentity;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks people over their own devices, by their authorization server (OpenID Connect CIBA Core 1.0, poll mode). Of several
 * people the first answer counts, a refusal too. An answer is an ID token of the very person who was asked, issued after
 * the request; who agreed is proven, what they read is not: the server shows the binding message, or less. Thread-safe.
 */
public final class CibaApprover implements Approver {
    private static final Logger log = LoggerFactory.getLogger(CibaApprover.class);

    private final BackchannelAuthentication server;
    private final Function<ApprovalRequest, List<CibaPerson>> people;
    private final Function<ApprovalRequest, String> message;
    private final String principalsOf;

    private CibaApprover(
            BackchannelAuthentication server,
            Function<ApprovalRequest, List<CibaPerson>> people,
            Function<ApprovalRequest, String> message,
            String principalsOf) {
        this.server = server;
        this.people = people;
        this.message = message;
        this.principalsOf = principalsOf;
    }

    /**
     * @param issuer the authorization server's issuer identifier: HTTPS, or HTTP on this machine
     * @param client the OAuth client id there, which may use the CIBA grant
     * @param workload proves to be that client, by {@code private_key_jwt} or otherwise
     */
    public static Builder at(URI issuer, String client, WorkloadIdentity workload) {
        return new Builder(issuer, client, workload);
    }

    @Override
    public CompletionStage<ApprovalOutcome> ask(ApprovalRequest request) {
        String text = message.apply(request);
        Approver[] channels = people.apply(request).stream()
                .filter(person -> isFor(request, person))
                .map(person -> (Approver) asked -> ask(person, text, asked))
                .toArray(Approver[]::new);
        return channels.length == 0
                ? CompletableFuture.failedFuture(new IllegalStateException("nobody can be asked over CIBA"))
                : Approver.anyOf(channels).ask(request);
    }

    /** Nobody is bothered whose answer would not count. */
    private boolean isFor(ApprovalRequest request, CibaPerson person) {
        Principal principal = request.task().principal();
        if (principal == null || !principal.subject().equals(person.subject())) {
            return !request.by().equals(Ask.PRINCIPAL);
        }
        return request.by().equals(Ask.PRINCIPAL) && principal.verifiedBy().equals(principalsOf);
    }

    private CompletionStage<ApprovalOutcome> ask(CibaPerson person, String text, ApprovalRequest request) {
        CompletableFuture<Boolean> agreed =
                server.ask(person.request(text, request.expiresAt())).toCompletableFuture();
        CompletableFuture<ApprovalOutcome> outcome = agreed.thenApply(yes -> outcome(person, yes));
        outcome.whenComplete((decided, failure) -> end(agreed, failure));
        return outcome;
    }

    private static ApprovalOutcome outcome(CibaPerson person, boolean agreed) {
        return agreed
                ? new ApprovalOutcome.Approved(person.subject())
                : new ApprovalOutcome.Declined(person.subject(), "declined on their device");
    }

    private void end(CompletableFuture<Boolean> agreed, @Nullable Throwable failure) {
        if (!agreed.isDone()) {
            agreed.cancel(true);
        } else if (failure != null) {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            log.warn("somebody could not be asked over CIBA: {}", cause == null ? "" : cause.getMessage());
        }
    }

    /** Names the server. */
    @Override
    public String toString() {
        return "CibaApprover[" + server.issuer() + "]";
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final URI issuer;
        private final String client;
        private final WorkloadIdentity workload;
        private Function<ApprovalRequest, List<CibaPerson>> people = request -> List.of();
        private Function<ApprovalRequest, String> message = BindingMessage::full;
        private String principalsOf;
        private OkHttpClient settings = new OkHttpClient();
        private Clock clock = Clock.systemUTC();

        private Builder(URI issuer, String client, WorkloadIdentity workload) {
            this.issuer = Objects.requireNonNull(issuer, "issuer");
            this.client = Objects.requireNonNull(client, "client");
            this.workload = Objects.requireNonNull(workload, "workload");
            this.principalsOf = issuer.toString();
        }

        /**
         * Who is asked: for {@code by: principal} the person the task is done for, else whoever of the group is to be
         * bothered. Others than these, and the principal on behalf of a group, are not asked. Must answer at once.
         */
        public Builder people(Function<ApprovalRequest, List<CibaPerson>> directory) {
            this.people = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * What principals of tasks are {@code verifiedBy} where they are people of this server; its issuer identifier
         * unless something else is said. Others of the same subject are somebody else.
         */
        public Builder principalsVerifiedBy(String verifier) {
            this.principalsOf = Objects.requireNonNull(verifier, "verifier");
            return this;
        }

        /**
         * For servers that take no more than a few letters and digits, such as Keycloak: the binding message is the tool's
         * name and the {@link dev.taskbound.approval.CallCode}. People must see the call itself elsewhere.
         */
        public Builder shortBindingMessage() {
            this.message = BindingMessage::brief;
            return this;
        }

        /** Whose TLS, proxy, DNS and interceptors are used; interceptors see tokens. */
        public Builder client(OkHttpClient http) {
            this.settings = Objects.requireNonNull(http, "http");
            return this;
        }

        public Builder clock(Clock wallClock) {
            this.clock = Objects.requireNonNull(wallClock, "wallClock");
            return this;
        }

        /** @throws IllegalArgumentException if the issuer is no such identifier */
        public CibaApprover build() {
            return with(BackchannelAuthentication.at(issuer, client, workload, settings, clock));
        }

        CibaApprover with(BackchannelAuthentication server) {
            return new CibaApprover(server, people, message, principalsOf);
        }
    }
}
