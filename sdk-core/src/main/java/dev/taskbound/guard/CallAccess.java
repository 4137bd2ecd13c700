/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Action;
import dev.taskbound.ReasonCode;
import dev.taskbound.Task;
import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.Credential;
import dev.taskbound.credential.CredentialException;
import dev.taskbound.credential.CredentialRequest;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.policy.Destination;
import dev.taskbound.policy.Destination.Proof;
import dev.taskbound.policy.Destination.Reuse;
import dev.taskbound.policy.ToolProfile;
import dev.taskbound.state.Revocation;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** What one call may present: gets it, hands it to the tool in a context, and takes it away when the call ends. */
final class CallAccess implements CallSupport {
    private static final Duration SKEW = Duration.ofSeconds(5);

    private final GuardParts parts;
    private final Task task;
    private final FrozenCall frozen;
    private final CallRecord record;
    private final CallTrace trace;
    private final CallContext context;
    private final @Nullable Destination destination;
    private final @Nullable CredentialSource source;
    private final boolean staticSource;
    private final AtomicBoolean renewed = new AtomicBoolean();
    private final Set<LiveCredential> mine = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Credential held;
    private volatile CompletableFuture<Void> asked = CompletableFuture.completedFuture(null);

    CallAccess(
            GuardParts parts,
            PolicyInForce policy,
            Task task,
            ToolCall call,
            FrozenCall frozen,
            String callId,
            CallRecord record,
            CallTrace trace) {
        this.parts = parts;
        this.task = task;
        this.frozen = frozen;
        this.record = record;
        this.trace = trace;
        String name = profile().destination();
        this.destination = name == null ? null : policy.policy().destinations().get(name);
        String sourceName = destination == null ? null : destination.source();
        this.source = sourceName == null ? null : policy.sources().forName(sourceName);
        this.staticSource =
                sourceName != null && policy.policy().staticSources().contains(sourceName);
        this.context =
                new CallContext(task, call.tool(), frozen.canonical(), destination, task.deadline(), callId, this);
    }

    CallContext context() {
        return context;
    }

    CompletionStage<@Nullable Refusal> obtain() {
        CredentialSource asked = source;
        if (asked == null) {
            return Way.ON;
        }
        return issue(asked).thenApply(credential -> null);
    }

    private CompletableFuture<Credential> issue(CredentialSource asked) {
        long from = System.nanoTime();
        CompletableFuture<Void> answered = new CompletableFuture<>();
        this.asked = answered;
        return parts.ask(ReasonCode.CREDENTIAL_UNAVAILABLE, () -> {
            try {
                return noted(standing(asked), from).whenComplete((credential, failure) -> answered.complete(null));
            } catch (RuntimeException e) {
                answered.complete(null);
                throw e;
            }
        });
    }

    /** One that other calls have had may have been revoked since: then another is asked for, once. */
    private CompletionStage<Credential> standing(CredentialSource asked) {
        CompletionStage<Credential> given = ask(asked);
        if (destination == null
                || destination.reuse() != Reuse.TASK
                || profile().action() != Action.READ) {
            return given;
        }
        return given.thenCompose(credential -> parts.askState(store -> store.revoked(List.of(target(credential))))
                .thenCompose(revoked -> {
                    if (revoked.isEmpty()) {
                        return CompletableFuture.completedFuture(credential);
                    }
                    Stages.quietly("rejecting a revoked credential", () -> asked.reject(credential));
                    return ask(asked);
                }));
    }

    private static Revocation.Target target(Credential credential) {
        return new Revocation.Target(Revocation.Kind.CREDENTIAL, credential.id());
    }

    /** What a revocation may name once the call holds a credential. */
    List<Revocation.Target> targets() {
        List<Revocation.Target> targets = new ArrayList<>(Targets.of(task, profile()));
        Credential credential = held;
        if (credential != null) {
            targets.add(target(credential));
        }
        return targets;
    }

    /** With the call's span current, so that what a source sends over the network is seen below it. */
    private CompletionStage<Credential> ask(CredentialSource asked) {
        try (Scope current = trace.in(Context.current()).makeCurrent()) {
            return asked.issue(request());
        }
    }

    /** A credential that comes after the call has given up is accepted too, so that it is given back. */
    private CompletionStage<Credential> noted(CompletionStage<Credential> answer, long from) {
        return answer.whenComplete((credential, failure) ->
                        parts.telemetry().credentialRequested(sourceName(), failure == null, System.nanoTime() - from))
                .thenCompose(this::accept);
    }

    private String sourceName() {
        String name = destination == null ? null : destination.source();
        return name == null ? "" : name;
    }

    /** What a source gives is used only within what the policy accepts, and only once it is on record. */
    private CompletionStage<Credential> accept(Credential credential) {
        Instant now = parts.now();
        LiveCredential live = came(credential);
        if (live.isEnding()) {
            return failed(ReasonCode.CREDENTIAL_UNAVAILABLE, "it was revoked on its way here");
        }
        ReasonCode over = context.endedWith();
        if (over != null) {
            live.end(parts, true);
        }
        if (!credential.expiresAt().isAfter(now)) {
            return failed(ReasonCode.CREDENTIAL_UNAVAILABLE, "it had expired when it came");
        }
        if (credential.expiresAt().isAfter(now.plus(longestLife()).plus(SKEW))) {
            live.end(parts, false);
            return failed(ReasonCode.CREDENTIAL_TOO_BROAD, "it lives longer than the policy accepts");
        }
        if (credential.isStatic() && !staticSource) {
            live.end(parts, false);
            return failed(
                    ReasonCode.CREDENTIAL_TOO_BROAD, "it is a static secret, and its source is not of type: static");
        }
        if (destination != null && destination.proof() == Proof.DPOP && credential.proofKey() == null) {
            live.end(parts, false);
            return failed(ReasonCode.CREDENTIAL_TOO_BROAD, "it is bound to no key, and the policy wants proof");
        }
        Map<String, Object> details = new HashMap<>();
        details.put("credential", credential.id());
        details.put("source", credential.source());
        details.put("expires", credential.expiresAt().toString());
        if (credential.isStatic()) {
            details.put("static", true);
        }
        return parts.write(record.event(Type.CREDENTIAL_ISSUED, now, details))
                .whenComplete((written, failure) -> {
                    if (failure != null) {
                        live.end(parts, true);
                    }
                })
                .thenApply(written -> {
                    record.put("credential", credential.id());
                    trace.credential(credential, now);
                    hold(credential, live);
                    return credential;
                });
    }

    private static CompletionStage<Credential> failed(ReasonCode reason, String detail) {
        return CompletableFuture.failedFuture(new CredentialException(reason, detail));
    }

    private Duration longestLife() {
        return destination == null ? Duration.ZERO : destination.ttl();
    }

    /** A credential that comes when the call is over is given back at once. */
    private void hold(Credential credential, LiveCredential live) {
        held = credential;
        if (!context.present(credential)) {
            held = null;
            live.end(parts, true);
        }
    }

    private LiveCredential came(Credential credential) {
        List<Revocation.Target> targets = Targets.of(task, profile());
        targets.add(new Revocation.Target(Revocation.Kind.CREDENTIAL, credential.id()));
        LiveCredential live = parts.live()
                .came(
                        credential,
                        Objects.requireNonNull(source),
                        sourceName(),
                        Objects.requireNonNull(destination).name(),
                        task.id(),
                        targets);
        mine.add(live);
        return live;
    }

    private CredentialRequest request() {
        Instant patience = parts.now().plus(parts.patience());
        return new CredentialRequest(
                task,
                profile().key(),
                profile().action(),
                Objects.requireNonNull(destination),
                frozen.control(),
                frozen.digest(),
                patience.isBefore(task.deadline()) ? patience : task.deadline());
    }

    /** The last look before the tool: the credential must still be alive. */
    @Nullable
    Refusal refusalToEnter() {
        Credential credential = held;
        return credential != null && !credential.expiresAt().isAfter(parts.now())
                ? Refusal.of(ReasonCode.CREDENTIAL_UNAVAILABLE, "it expired before it was used")
                : null;
    }

    @Override
    public Credential renew(Credential rejected) {
        CredentialSource asked = source;
        if (asked == null || !renewed.compareAndSet(false, true)) {
            throw refuseInside(ReasonCode.CREDENTIAL_REJECTED, "the destination refused a second credential");
        }
        mine.stream().filter(each -> each.id().equals(rejected.id())).forEach(each -> each.end(parts, true));
        Credential fresh;
        Refusal revoked;
        try {
            fresh = parts.await(issue(asked));
            revoked = parts.await(parts.revoked(targets()));
        } catch (RuntimeException e) {
            Refusal why = Refusal.failure(e);
            throw refuseInside(why.reason(), why.detail());
        }
        if (revoked != null) {
            context.cut(ReasonCode.REVOKED);
            mine.forEach(each -> each.end(parts, true));
            throw refuseInside(revoked.reason(), revoked.detail());
        }
        return fresh;
    }

    private ToolCallDeniedException refuseInside(ReasonCode reason, String detail) {
        refused(reason, detail);
        return new ToolCallDeniedException(reason);
    }

    @Override
    public void refused(ReasonCode reason, String detail) {
        trace.refusedInside(reason.name() + ": " + detail);
        Stages.quietly(
                "recording a refusal inside a tool",
                () -> parts.write(record.event(
                        Type.REFUSED_INSIDE, parts.now(), Map.of("reason", reason.name(), "detail", detail))));
    }

    boolean holds(Revocation.Target target) {
        Credential credential = held;
        return credential != null && target.equals(target(credential));
    }

    /**
     * The call is over: the slot is emptied, connections are cut, what was registered for the end runs, and the source is
     * told.
     *
     * @param stopped what the call was stopped with, if it was: whoever stopped it then tells the source
     * @param well whether the tool did what it was to do
     */
    void end(@Nullable Refusal stopped, boolean well) {
        context.cut(stopped == null ? ReasonCode.CANCELLED : stopped.reason());
        context.tell();
        held = null;
        if (stopped == null) {
            mine.forEach(each -> {
                if (well) {
                    each.giveBack(parts);
                } else {
                    each.end(parts, false);
                }
            });
        }
    }

    Set<LiveCredential> credentials() {
        return mine;
    }

    /** Complete when no answer of a source is outstanding. */
    CompletableFuture<Void> asked() {
        return asked;
    }

    /** The credential that a source was asked for and that has not come. */
    Optional<IssuedCredential> onItsWay() {
        if (asked.isDone() || destination == null) {
            return Optional.empty();
        }
        Instant latest = parts.now().plus(parts.patience()).plus(longestLife());
        return Optional.of(new IssuedCredential(
                "", sourceName(), destination.name(), task.id(), latest, null, "its source has not answered yet"));
    }

    private ToolProfile profile() {
        return frozen.tool().profile();
    }
}
