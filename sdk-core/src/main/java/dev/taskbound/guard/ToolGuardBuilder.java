/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.approval.ApprovalCaps;
import dev.taskbound.approval.ApprovalStore;
import dev.taskbound.approval.Approver;
import dev.taskbound.approval.ApproverDirectory;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditSink;
import dev.taskbound.credential.CredentialSource;
import dev.taskbound.credential.CredentialSources;
import dev.taskbound.credential.RevocationOutbox;
import dev.taskbound.identity.WorkloadIdentity;
import dev.taskbound.policy.DecisionListener;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import dev.taskbound.state.TaskStateStore;
import dev.taskbound.telemetry.GuardTelemetry;
import dev.taskbound.telemetry.Metrics;
import dev.taskbound.telemetry.Pseudonyms;
import io.opentelemetry.api.OpenTelemetry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/** Collects what a {@link ToolGuard} works with. Policy and audit log are required. Not thread-safe. */
public final class ToolGuardBuilder {
    private static final int PSEUDONYM_KEY_BYTES = 32;

    private final Map<String, WorkloadIdentity> workloads = new HashMap<>();
    private final Map<String, CredentialSource> sources = new HashMap<>();
    private final Map<Path, Duration> revocationFiles = new LinkedHashMap<>();
    private @Nullable Policy policy;
    private @Nullable AuditSink audit;
    private @Nullable TaskStateStore state;
    private Approver approver = Approver.none();
    private ApprovalStore approvals = ApprovalStore.inMemory();
    private ApproverDirectory approvers = ApproverDirectory.roles();
    private ApprovalCaps approvalCaps = ApprovalCaps.DEFAULT;
    private @Nullable Duration pendingAfter;
    private OpenTelemetry openTelemetry = OpenTelemetry.noop();
    private @Nullable Metrics metrics;
    private Function<String, String> principals = pseudonyms(randomKey());
    private @Nullable CredentialSource onlySource;
    private @Nullable RevocationOutbox outbox;
    private @Nullable ArgumentRecording recording;
    private @Nullable PolicyDecisionPoint decisionPoint;
    private boolean withoutRules;
    private @Nullable DecisionListener decisionListener;
    private Clock clock = Clock.systemUTC();
    private Duration patience = Duration.ofSeconds(10);
    private @Nullable OkHttpClient httpClient;
    private boolean purpose;

    ToolGuardBuilder() {}

    public ToolGuardBuilder policy(Policy rules) {
        this.policy = Objects.requireNonNull(rules, "rules");
        return this;
    }

    /** Where every decision and outcome is written. The guard closes it when it is closed. */
    public ToolGuardBuilder audit(AuditSink sink) {
        this.audit = Objects.requireNonNull(sink, "sink");
        return this;
    }

    /** Who asks a human; without one, every call that needs a human is denied. */
    public ToolGuardBuilder approver(Approver whoAsks) {
        this.approver = Objects.requireNonNull(whoAsks, "whoAsks");
        return this;
    }

    /** Where calls are kept that wait for a human; in this process's memory by default. The guard does not close it. */
    public ToolGuardBuilder approvals(ApprovalStore store) {
        this.approvals = Objects.requireNonNull(store, "store");
        return this;
    }

    /** Who belongs to which of the policy's groups; by default a person's verified roles are the groups. */
    public ToolGuardBuilder approvers(ApproverDirectory directory) {
        this.approvers = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /** How many calls may wait for a human at once; {@link ApprovalCaps#DEFAULT} by default. */
    public ToolGuardBuilder approvalCaps(ApprovalCaps caps) {
        this.approvalCaps = Objects.requireNonNull(caps, "caps");
        return this;
    }

    /**
     * How long a call waits for a human before its caller is told {@code APPROVAL_PENDING} and the call's id; zero for at
     * once. By default it waits for as long as somebody may decide.
     */
    public ToolGuardBuilder pendingAfter(Duration wait) {
        if (wait.isNegative()) {
            throw new IllegalArgumentException("a wait is not negative: " + wait);
        }
        this.pendingAfter = wait;
        return this;
    }

    /** Where budgets, single use and revocations are kept; in this process's memory by default. */
    public ToolGuardBuilder state(TaskStateStore store) {
        this.state = Objects.requireNonNull(store, "store");
        return this;
    }

    /** The workload identity that the policy's sources name. */
    public ToolGuardBuilder workload(String name, WorkloadIdentity identity) {
        workloads.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(identity, "identity"));
        return this;
    }

    /** A source of the application's own, for the policy's source of that name. */
    public ToolGuardBuilder credentialSource(String name, CredentialSource source) {
        sources.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(source, "source"));
        return this;
    }

    /**
     * One source instead of all that the policy names, which are then neither asked nor checked: for tests of a policy, in
     * which no tool reaches anything.
     */
    public ToolGuardBuilder onlyCredentialSource(CredentialSource source) {
        this.onlySource = Objects.requireNonNull(source, "source");
        return this;
    }

    /**
     * Where tokens are kept that are out, so that they are revoked at their issuers whatever ends this process. The guard
     * closes it when it is closed. Without one they are kept in memory, and a process that is killed leaves its tokens to
     * expire.
     */
    public ToolGuardBuilder revocationOutbox(RevocationOutbox tokens) {
        this.outbox = Objects.requireNonNull(tokens, "tokens");
        return this;
    }

    /** The client with which credential sources reach their servers; never shared with tools. */
    public ToolGuardBuilder httpClient(OkHttpClient client) {
        this.httpClient = Objects.requireNonNull(client, "client");
        return this;
    }

    /** Asks another decision point as well; a call must be permitted by the policy and by it. */
    public ToolGuardBuilder decisionPoint(PolicyDecisionPoint also) {
        this.decisionPoint = Objects.requireNonNull(also, "also");
        this.withoutRules = false;
        return this;
    }

    /**
     * Asks this decision point instead of the policy's rules, which then neither allow nor deny. What the policy says of
     * tools, destinations and limits of tasks stays.
     */
    public ToolGuardBuilder onlyDecisionPoint(PolicyDecisionPoint instead) {
        this.decisionPoint = Objects.requireNonNull(instead, "instead");
        this.withoutRules = true;
        return this;
    }

    /** Is told what each decision about a call looks at, arguments among it: for tests and for explaining decisions. */
    public ToolGuardBuilder decisionListener(DecisionListener listener) {
        this.decisionListener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Where spans and metrics go; nowhere by default. */
    public ToolGuardBuilder openTelemetry(OpenTelemetry telemetry) {
        this.openTelemetry = Objects.requireNonNull(telemetry, "telemetry");
        return this;
    }

    /** Where metrics go instead of to {@link #openTelemetry}. */
    public ToolGuardBuilder metrics(Metrics sink) {
        this.metrics = Objects.requireNonNull(sink, "sink");
        return this;
    }

    /** Shows principals on spans under pseudonyms made with this key (16 bytes or more) instead of a random one. */
    public ToolGuardBuilder pseudonymKey(byte[] key) {
        this.principals = pseudonyms(key.clone());
        return this;
    }

    /** Shows principals on spans by name. The audit log names them in any case. */
    public ToolGuardBuilder showPrincipalsOnSpans() {
        this.principals = subject -> subject;
        return this;
    }

    /** Records arguments and task parameters in the audit log, as far as said; by default none. */
    public ToolGuardBuilder recordArguments(ArgumentRecording whatToRecord) {
        this.recording = Objects.requireNonNull(whatToRecord, "whatToRecord");
        return this;
    }

    /** Asks the model for the purpose of each call, where the integration can; recorded, never trusted. */
    public ToolGuardBuilder askForPurpose() {
        this.purpose = true;
        return this;
    }

    /**
     * A file in which an operator writes what is stopped, in force before the first call and watched from then on, see
     * {@link RevocationFile}. The guard is not built without it, or while it has mistakes.
     */
    public ToolGuardBuilder watchRevocations(Path file) {
        return watchRevocations(file, RevocationFile.LOOK_EVERY);
    }

    /** @param every how often to look; a change is in force after two looks have found it alike */
    public ToolGuardBuilder watchRevocations(Path file, Duration every) {
        revocationFiles.put(Objects.requireNonNull(file, "file"), Objects.requireNonNull(every, "every"));
        return this;
    }

    public ToolGuardBuilder clock(Clock wallClock) {
        this.clock = Objects.requireNonNull(wallClock, "wallClock");
        return this;
    }

    /** The longest wait for a decision point, a credential source, the state store or the audit log; 10 s by default. */
    public ToolGuardBuilder patience(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("patience must be positive: " + longest);
        }
        this.patience = longest;
        return this;
    }

    /**
     * @throws IllegalStateException if policy or audit log is missing, a start-up check of an integration fails, or the
     *     audit log cannot be written
     * @throws IllegalArgumentException if the policy names a source or workload that is not registered, or is for
     *     production and not locked
     */
    public ToolGuard build() {
        Policy rules = required(policy, "policy(Policy.load(Path.of(\"taskbound.yaml\")))");
        PolicyChange.requireLock(rules);
        AuditSink sink = required(audit, "audit(FileAuditSink.open(Path.of(\"audit.jsonl\")))");
        ServiceLoader.load(StartupCheck.class).forEach(StartupCheck::check);
        Metrics counts = metrics == null ? Metrics.of(openTelemetry) : metrics;
        CredentialSources known = credentials(rules, counts);
        Function<Policy, PolicyDecisionPoint> decisionPoints = decisionPoints();
        AtomicReference<PolicyInForce> inForce = new AtomicReference<>(
                new PolicyInForce(rules, decisionPoints.apply(rules), known, clock.instant(), !withoutRules));
        GuardParts parts = parts(inForce, sink, counts);
        LeftByACrash left = LeftByACrash.closed(parts);
        ToolGuard.record(parts, Type.POLICY_LOADED, PolicyChange.loaded(rules, List.of()));
        PolicyChange.warn(rules, parts.now());
        known.warm();
        known.revokeLeft();
        left.revokeCredentials(known);
        return watching(new ToolGuard(parts, inForce, decisionPoints, purpose));
    }

    private ToolGuard watching(ToolGuard guard) {
        try {
            revocationFiles.forEach(guard::watchRevocations);
            return guard;
        } catch (RuntimeException e) {
            guard.close();
            throw e;
        }
    }

    private CredentialSources credentials(Policy rules, Metrics counts) {
        if (onlySource != null) {
            return CredentialSources.only(onlySource);
        }
        return outbox == null
                ? CredentialSources.of(rules.sources(), workloads, sources, httpClient, clock, openTelemetry, counts)
                : CredentialSources.of(
                        rules.sources(), workloads, sources, httpClient, clock, openTelemetry, counts, outbox);
    }

    private Function<Policy, PolicyDecisionPoint> decisionPoints() {
        PolicyDecisionPoint also = decisionPoint;
        DecisionListener listener = decisionListener;
        if (also != null && withoutRules) {
            return policy -> also;
        }
        return policy -> {
            PolicyDecisionPoint rules =
                    listener == null ? PolicyDecisionPoint.of(policy) : PolicyDecisionPoint.of(policy, listener);
            return also == null ? rules : PolicyDecisionPoint.allOf(List.of(rules, also));
        };
    }

    private GuardParts parts(AtomicReference<PolicyInForce> inForce, AuditSink sink, Metrics counts) {
        return new GuardParts(
                inForce::get,
                state == null ? TaskStateStore.inMemory() : state,
                sink,
                new ApprovalParts(approvals, approver, approvers, approvalCaps, pendingAfter),
                new GuardTelemetry(openTelemetry, counts, principals),
                clock,
                patience,
                timer(),
                recording,
                new RevocationsHere(),
                new LiveCredentials(clock));
    }

    private static ScheduledThreadPoolExecutor timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "taskbound-reaper");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    private static <T> T required(@Nullable T value, String how) {
        if (value == null) {
            throw new IllegalStateException("a guard cannot be built without ." + how);
        }
        return value;
    }

    private static Function<String, String> pseudonyms(byte[] key) {
        return new Pseudonyms(key)::of;
    }

    private static byte[] randomKey() {
        byte[] key = new byte[PSEUDONYM_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
