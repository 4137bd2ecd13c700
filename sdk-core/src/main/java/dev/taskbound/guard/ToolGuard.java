/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.Task;
import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.credential.CredentialSources;
import dev.taskbound.credential.VerifiedCall;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import dev.taskbound.revocation.SecurityEventReceiver;
import dev.taskbound.state.Revocation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The front door. An application builds one guard from its policy, opens a task for each piece of work, and makes every
 * tool call through the task:
 *
 * <pre>{@code
 * ToolGuard guard = ToolGuard.builder()
 *         .policy(Policy.load(Path.of("taskbound.yaml")))
 *         .audit(FileAuditSink.open(Path.of("audit.jsonl")))
 *         .build();
 *
 * try (TaskScope task = guard.open(TaskRequest.intent("refund-order").agent("support-assistant")
 *         .principal(principal).statement(words).parameter("order_id", "4711").build())) {
 *     String order = task.call(ToolCall.of(lookupOrder, argumentsFromTheModel), call -> orders.get(call.arguments()));
 * }
 * }</pre>
 *
 * Guaranteed: a tool runs only after the whole way of {@code docs/design.md}, at most once per call, with the very
 * arguments that were checked; whatever cannot be checked, recorded or credentialed is denied. Not guaranteed: anything
 * about code that does not go through the guard; it is no sandbox. Thread-safe.
 */
public final class ToolGuard implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ToolGuard.class);

    private final GuardParts parts;
    private final AtomicReference<PolicyInForce> policy;
    private final Function<Policy, PolicyDecisionPoint> decisionPoints;
    private final boolean asksForPurpose;
    private final ApprovalDesk approvals;
    private final AgentInventory agents;
    private final KillSwitch killSwitch;
    private final Set<TaskScope> tasks = ConcurrentHashMap.newKeySet();
    private final WatchedFiles watched = new WatchedFiles();

    ToolGuard(
            GuardParts parts,
            AtomicReference<PolicyInForce> policy,
            Function<Policy, PolicyDecisionPoint> decisionPoints,
            boolean asksForPurpose) {
        this.parts = parts;
        this.policy = policy;
        this.decisionPoints = decisionPoints;
        this.asksForPurpose = asksForPurpose;
        this.approvals = new ApprovalDesk(this, parts);
        this.agents = new AgentInventory(parts);
        agents.seen(policy());
        this.killSwitch = new KillSwitch(parts, tasks);
    }

    public static ToolGuardBuilder builder() {
        return new ToolGuardBuilder();
    }

    /**
     * Opens a task. Waits for the decision point and the audit log.
     *
     * @throws ToolCallDeniedException if the intent is unknown, may not be opened like this, or the opening cannot be
     *     recorded
     */
    public TaskScope open(TaskRequest request) {
        return open(request, (TaskScope) null);
    }

    /**
     * Opens a task in which a called agent works, below the task that called it from another process: it counts against
     * the limits of the calling task and of those above it, as far as both processes share one state store; it has their
     * principal and tenant; every call must pass their rules too, in which a look at a parameter denies, because
     * parameters do not travel. Only a verified credential can name a calling task.
     *
     * @param caller what {@code CredentialVerifier} made of the request that called
     * @throws ToolCallDeniedException also if this policy lacks an intent of the calling tasks
     */
    public TaskScope open(TaskRequest request, VerifiedCall caller) {
        RemoteCaller remote = new RemoteCaller(this, parts, Objects.requireNonNull(caller, "caller"));
        Refusal refusal = remote.refusal();
        if (refusal != null) {
            throw new TaskOpening(this, parts, Objects.requireNonNull(request, "request"), null).refused(refusal);
        }
        return open(request, remote.scope());
    }

    TaskScope open(TaskRequest request, @Nullable TaskScope parent) {
        long kills = parts.here().count();
        TaskScope scope = new TaskOpening(this, parts, Objects.requireNonNull(request, "request"), parent).open();
        agents.used(policy(), request.agent());
        tasks.add(scope);
        scope.start();
        // The policy may have changed on the way.
        offboarding().look(scope);
        if (parts.here().count() != kills) {
            // A kill may have looked at the open tasks before this one was among them.
            scope.ending().endIfRevoked();
        }
        return scope;
    }

    /** Where people decide about calls that wait, and approved ones are resumed. */
    public ApprovalDesk approvals() {
        return approvals;
    }

    /** The task where it was opened. One that was restored is good for the one call it was restored for. */
    Optional<TaskScope> scope(String task) {
        return tasks.stream()
                .filter(scope -> scope.task().id().equals(task))
                .filter(scope -> scope.isOpen() && !scope.life().isRestored())
                .findFirst();
    }

    void restored(TaskScope scope) {
        tasks.add(scope);
        scope.start();
    }

    /** The policy that new calls are decided on. */
    public Policy policy() {
        return policy.get().policy();
    }

    /**
     * The policy's agents with owner, expiry, last use and state, in the order of the file.
     *
     * @throws IllegalStateException if the state store fails
     */
    public List<AgentStatus> agents() {
        return agents.statuses(policy());
    }

    /**
     * Lets an agent act again that is dormant: its time begins anew. One that expired or is revoked stays so.
     *
     * @param by who enables it, for the record
     * @param reason why, for the record
     * @throws IllegalArgumentException if the policy has no such agent
     * @throws IllegalStateException if it cannot be recorded or stored; the agent then stays as it is
     */
    public void enableAgent(String agent, String by, String reason) {
        agents.enable(policy(), agent, by, reason);
    }

    /** The tasks that are open in this process, in no particular order. */
    public List<Task> openTasks() {
        return tasks.stream().filter(TaskScope::isOpen).map(TaskScope::task).toList();
    }

    /**
     * What is revoked, in no particular order.
     *
     * @throws IllegalStateException if the state store fails
     */
    public List<Revocation> revocations() {
        return killSwitch.revocations();
    }

    /**
     * Begins a receiver of the security events that one transmitter pushes: they become revocations of this guard.
     *
     * @param issuer the exact {@code iss} of its events
     */
    public SecurityEventReceiver.Builder securityEvents(String issuer) {
        return SecurityEventReceiver.from(issuer, new GuardEventEffects(this, parts));
    }

    /** Looks at every part of the guard; never fails, and takes no longer than {@link ToolGuardBuilder#patience}. */
    public CompletionStage<GuardHealth> health() {
        PolicyInForce now = policy.get();
        HealthCheck look = new HealthCheck(parts);
        watched.addTo(look);
        return look.look(now, now.since());
    }

    /**
     * Puts a newer policy into force, in one step: calls already past their decision keep the one they were decided on.
     * What it opens that was closed before is logged and recorded. What it no longer has room for loses what it holds before
     * this returns: tasks of agents and intents, and calls of tools and destinations, that were removed, have expired or are no
     * longer allowed end like revoked ones, with their credentials and whatever waits for approval; that is recorded ({@code
     * OFFBOARDED}).
     *
     * @return what ended by it, the credentials that live on and until when, and what could not be done, which leaves the
     *     newer policy in force; its target is everything. Empty where the policy is the one in force already
     * @throws IllegalArgumentException if its revision is not higher than that of the policy in force (unless only its
     *     lock differs), it needs a credential source that this guard does not have, or it is for production and not locked
     * @throws IllegalStateException if the change cannot be recorded; the old policy stays in force
     */
    public synchronized RevocationReport reload(Policy newer) {
        Policy older = policy();
        if (newer.version().equals(older.version())) {
            return RevocationReport.nothing();
        }
        PolicyChange.requireNewer(older, newer);
        PolicyChange.requireLock(newer);
        CredentialSources sources = policy.get().sources().with(newer.sources());
        List<String> widenings = older.widenings(newer);
        record(parts, Type.POLICY_LOADED, PolicyChange.loaded(newer, widenings));
        boolean byRules = policy.get().byRules();
        policy.set(new PolicyInForce(newer, decisionPoints.apply(newer), sources, parts.now(), byRules));
        sources.warm();
        widenings.forEach(
                widening -> log.warn("policy {} revision {} opens: {}", newer.name(), newer.revision(), widening));
        PolicyChange.warn(newer, parts.now());
        agents.seen(newer);
        return offboarding().sweep(tasks);
    }

    private Offboarding offboarding() {
        return new Offboarding(parts, killSwitch, policy.get());
    }

    /**
     * Puts a policy file into force whenever it changes, looking every five seconds. A broken file never replaces a
     * working policy.
     */
    public PolicyWatcher watch(Path file) {
        return watch(file, Duration.ofSeconds(5));
    }

    /** @param every how often to look; a change is in force after two looks have found it alike */
    public PolicyWatcher watch(Path file, Duration every) {
        return watched.watch(new PolicyWatcher(this, parts, Objects.requireNonNull(file, "file"), null), every);
    }

    /** As {@link #watch(Path, Duration)}, with a lock file: both are put into force together when either changes. */
    public PolicyWatcher watch(Path file, Path lock, Duration every) {
        Objects.requireNonNull(lock, "lock");
        return watched.watch(new PolicyWatcher(this, parts, Objects.requireNonNull(file, "file"), lock), every);
    }

    /**
     * Watches a file in which an operator writes what is stopped, looking every second. What stands in it is in force when
     * this returns. Prefer {@link ToolGuardBuilder#watchRevocations}: then it is before the first call.
     *
     * @throws dev.taskbound.policy.PolicyException if there is no such file, or it has mistakes
     * @throws IllegalStateException if what it says cannot be carried out
     */
    public RevocationFile watchRevocations(Path file) {
        return watchRevocations(file, RevocationFile.LOOK_EVERY);
    }

    /** @param every how often to look; a change is in force after two looks have found it alike */
    public RevocationFile watchRevocations(Path file, Duration every) {
        return watched.watch(new RevocationFile(this, parts, killSwitch, Objects.requireNonNull(file, "file")), every);
    }

    WatchedFiles watched() {
        return watched;
    }

    /**
     * Stops something at once, in this process: calls that are on their way end, their connections are cut, nothing new
     * begins, and the issuers of what they held are told. Once this returns nothing leaves through the guard; it waits for
     * parts no longer than {@link ToolGuardBuilder#patience}. What a tool has sent is not undone, and its thread is not
     * interrupted. Other processes see it at their next look at the same state store. {@code docs/revocation.md} has more.
     *
     * @param by who stops it, for the record
     * @param reason why, for the record
     * @return what was stopped, and which credentials are not dead and live until when
     * @throws IncompleteRevocationException if something could not be done, such as storing it; what its report counts is
     *     stopped, and here the revocation holds until it is lifted
     */
    public RevocationReport revoke(Revocation.Target target, String by, String reason) {
        return killSwitch.revoke(new Revocation(target, by, reason, parts.now()));
    }

    /**
     * Lifts a revocation, whoever it was made for. What ended by it stays ended: tasks have to be opened anew, and
     * credentials stay dead.
     *
     * @return whether anything of this name was revoked
     * @throws IllegalStateException if the record or the state store fails; it then stays in force
     */
    public boolean lift(Revocation.Target target, String by, String reason) {
        return killSwitch.lift(target, by, reason, null);
    }

    /** The kill switch in the hand of one owner, who stops only what is theirs. */
    public OwnedRevocations revocationsOf(String owner) {
        return new OwnedRevocations(this, killSwitch, parts, owner);
    }

    /** The credentials that this process got and that are not known to be dead, in use or not, in no particular order. */
    public List<IssuedCredential> liveCredentials() {
        return killSwitch.liveCredentials();
    }

    KillSwitch killSwitch() {
        return killSwitch;
    }

    /**
     * Ends every task and closes the audit log. Calls that wait for a human stay so in an approval store that outlives
     * this process.
     */
    @Override
    public void close() {
        watched.close();
        tasks.forEach(task -> task.ending().shutDown());
        policy.get().sources().close();
        parts.timer().shutdownNow();
        parts.audit().close();
    }

    boolean asksForPurpose() {
        return asksForPurpose;
    }

    void ended(TaskScope scope) {
        if (tasks.remove(scope)) {
            agents.used(policy(), scope.task().agent());
        }
    }

    static void record(GuardParts parts, Type type, Map<String, Object> details) {
        write(parts, new AuditEvent(type, parts.now(), "", "", details));
    }

    static void write(GuardParts parts, AuditEvent event) {
        try {
            parts.await(parts.write(event));
        } catch (RuntimeException e) {
            throw new IllegalStateException("the audit log cannot be written", e);
        }
    }
}
