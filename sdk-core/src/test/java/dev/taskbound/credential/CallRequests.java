/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Secret;
import dev.taskbound.Task;
import dev.taskbound.policy.Destination;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests as a guard makes them, for tests and for the kit. */
public final class CallRequests {
    public static final String AUDIENCE = "https://pay.example.com";
    public static final String SUBJECT_TOKEN = "subject-token-that-must-never-be-seen";
    public static final Principal ALICE =
            Principal.verified("https://login.example.com", "alice").withToken(Secret.of(SUBJECT_TOKEN));

    private CallRequests() {}

    /** A refund of 100.10 to an IBAN, by an agent for Alice, at a payment service on loopback. */
    public static CredentialRequest refund() {
        return at(payments("localhost:8443"));
    }

    public static CredentialRequest at(Destination destination) {
        return request(ALICE, destination, Instant.now());
    }

    public static CredentialRequest request(@Nullable Principal principal, Destination destination, Instant now) {
        Task task = new Task(
                UUID.randomUUID().toString(),
                "refund-order",
                "support-assistant",
                "",
                principal,
                Map.of(),
                Set.of(),
                null,
                now,
                now.plusSeconds(600));
        return new CredentialRequest(
                task,
                "refund_payment",
                Action.WRITE,
                destination,
                Map.of("iban", "DE02120300000000202051", "amount", new BigDecimal("100.1")),
                "sha-256:" + UUID.randomUUID(),
                now.plusSeconds(40));
    }

    public static CredentialRequest withDeadline(CredentialRequest request, Instant deadline) {
        return new CredentialRequest(
                request.task(),
                request.tool(),
                request.action(),
                request.destination(),
                request.control(),
                request.callDigest(),
                deadline);
    }

    static CredentialRequest acting(CredentialRequest request, Action action) {
        return new CredentialRequest(
                request.task(),
                request.tool(),
                action,
                request.destination(),
                request.control(),
                request.callDigest(),
                request.deadline());
    }

    /** The same by another agent, in a task of its own. */
    static CredentialRequest by(String agent, CredentialRequest request) {
        Task task = request.task();
        Task other = new Task(
                UUID.randomUUID().toString(),
                task.intent(),
                agent,
                task.tenant(),
                task.principal(),
                task.parameters(),
                task.modelParameters(),
                task.parent(),
                task.openedAt(),
                task.deadline());
        return new CredentialRequest(
                other,
                request.tool(),
                request.action(),
                request.destination(),
                request.control(),
                request.callDigest(),
                request.deadline());
    }

    public static Destination payments(String... hosts) {
        return destination(AUDIENCE, Map.of(Action.WRITE, "payments.refund"), hosts);
    }

    public static Destination proving(Destination destination, Destination.Proof proof, Destination.Reuse reuse) {
        return new Destination(
                destination.name(),
                destination.hosts(),
                destination.source(),
                destination.audience(),
                destination.owner(),
                destination.domain(),
                destination.scopes(),
                destination.ttl(),
                destination.trace(),
                destination.privateAddresses(),
                proof,
                reuse);
    }

    /** The same task's next request, at a destination. */
    public static CredentialRequest at(CredentialRequest request, Destination destination) {
        return new CredentialRequest(
                request.task(),
                request.tool(),
                request.action(),
                destination,
                request.control(),
                "sha-256:" + UUID.randomUUID(),
                request.deadline());
    }

    public static Destination destination(String audience, Map<Action, String> scopes, String... hosts) {
        return new Destination(
                "payments",
                List.of(hosts),
                "bank",
                audience,
                "treasury",
                null,
                scopes,
                Duration.ofSeconds(30),
                Destination.Trace.NONE,
                false,
                Destination.Proof.NONE,
                Destination.Reuse.NONE);
    }
}
