/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.observe;

import dev.taskbound.Task;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.credential.CredentialEnd;
import dev.taskbound.guard.AgentStatus;
import dev.taskbound.guard.IncompleteRevocationException;
import dev.taskbound.guard.IssuedCredential;
import dev.taskbound.guard.RevocationReport;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.ToolList;
import dev.taskbound.state.Revocation;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * The policy in force, its agents, the open tasks and the revocations, as the Actuator endpoint {@code taskbound}; below
 * it, {@code taskbound/tools}, what the application's tools say of themselves, for {@code taskbound lock --tools}. Read-only, unless
 * {@code management.endpoint.taskbound.access=unrestricted} lets it revoke; exposed and secured as every endpoint is. Shows
 * no argument, no statement and no parameter.
 */
@Endpoint(id = "taskbound", defaultAccess = Access.READ_ONLY)
public final class TaskboundEndpoint {
    private final ToolGuard guard;
    private final Supplier<List<ToolDescriptor>> tools;

    /** @param tools all that the application has, asked anew each time */
    public TaskboundEndpoint(ToolGuard guard, Supplier<List<ToolDescriptor>> tools) {
        this.guard = Objects.requireNonNull(guard, "guard");
        this.tools = Objects.requireNonNull(tools, "tools");
    }

    @ReadOperation
    public View view() {
        return new View(
                PolicyView.of(guard.policy(), Instant.now()),
                guard.agents().stream().map(AgentView::of).toList(),
                guard.openTasks().stream().map(TaskView::of).toList(),
                guard.revocations().stream().map(RevocationView::of).toList(),
                guard.liveCredentials().stream().map(CredentialView::of).toList());
    }

    /** {@code tools} in the form of MCP's {@code tools/list}; nothing else is there. */
    @ReadOperation
    public @Nullable Map<String, Object> part(@Selector String name) {
        return name.equals("tools") ? ToolList.tree(tools.get()) : null;
    }

    /**
     * Stops something at once. Who stops it is the authenticated user. Answers what was stopped, with status 500 where
     * something could not be done.
     *
     * @param kind task, agent, tool, intent, action, destination, tenant, principal, credential or everything
     * @param name its id or name; left out for everything
     * @param reason for the record
     */
    @WriteOperation
    public WebEndpointResponse<ReportView> revoke(
            SecurityContext caller, String kind, @Nullable String name, String reason) {
        Revocation.Target target = target(kind, name == null ? "" : name);
        try {
            return new WebEndpointResponse<>(ReportView.of(guard.revoke(target, user(caller), reason)));
        } catch (IncompleteRevocationException e) {
            return new WebEndpointResponse<>(
                    ReportView.of(e.report()), WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR);
        }
    }

    /**
     * Lifts a revocation, whoever it was made for. Who lifts it is the authenticated user.
     *
     * @param kind as in {@link #revoke}
     * @param name as in {@link #revoke}
     * @param reason for the record
     * @return whether anything was lifted
     */
    @DeleteOperation
    public LiftView lift(SecurityContext caller, String kind, @Nullable String name, String reason) {
        return new LiftView(guard.lift(target(kind, name == null ? "" : name), user(caller), reason));
    }

    /**
     * Lets an agent act again that is dormant: POST to {@code taskbound/agents/<name>}. Who enables it is the authenticated
     * user.
     *
     * @param part agents
     * @param agent its name in the policy
     * @param reason for the record
     */
    @WriteOperation
    public AgentView enable(SecurityContext caller, @Selector String part, @Selector String agent, String reason) {
        if (!part.equals("agents") || !guard.policy().agents().containsKey(agent)) {
            throw invalid("expected agents and the name of an agent of the policy");
        }
        guard.enableAgent(agent, user(caller), reason);
        return guard.agents().stream()
                .filter(each -> each.name().equals(agent))
                .map(AgentView::of)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the policy has changed"));
    }

    private static String user(SecurityContext caller) {
        Principal who = caller.getPrincipal();
        return who == null ? "actuator" : who.getName();
    }

    private static Revocation.Target target(String word, String name) {
        Revocation.Kind kind = Arrays.stream(Revocation.Kind.values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> invalid("expected kind to be one of "
                        + Arrays.stream(Revocation.Kind.values())
                                .map(Revocation.Kind::word)
                                .toList()));
        if (name.isBlank() != (kind == Revocation.Kind.EVERYTHING)) {
            throw invalid("expected a name for everything but the kind everything");
        }
        return new Revocation.Target(kind, name);
    }

    private static InvalidEndpointRequestException invalid(String message) {
        return new InvalidEndpointRequestException(message, message);
    }

    /** What the endpoint shows. */
    public record View(
            PolicyView policy,
            List<AgentView> agents,
            List<TaskView> tasks,
            List<RevocationView> revocations,
            List<CredentialView> liveCredentials) {}

    /** Whether anything was lifted. */
    public record LiftView(boolean lifted) {}

    /**
     * What a kill stopped.
     *
     * @param problems what could not be done
     */
    public record ReportView(
            String kind,
            String name,
            List<String> tasks,
            List<String> calls,
            List<String> held,
            List<CredentialView> credentials,
            List<String> problems) {
        static ReportView of(RevocationReport report) {
            return new ReportView(
                    report.target().kind().word(),
                    report.target().name(),
                    report.tasks(),
                    report.calls().stream()
                            .map(RevocationReport.StoppedCall::id)
                            .toList(),
                    report.held(),
                    report.credentials().stream().map(CredentialView::of).toList(),
                    report.problems());
        }
    }

    /**
     * A credential that is out, or was.
     *
     * @param end what became of it; null while it is in use, and where it could not be ended
     */
    public record CredentialView(
            String id,
            String source,
            String destination,
            String task,
            Instant expiresAt,
            @Nullable String end,
            String failure) {
        static CredentialView of(IssuedCredential credential) {
            CredentialEnd end = credential.end();
            return new CredentialView(
                    credential.id(),
                    credential.source(),
                    credential.destination(),
                    credential.task(),
                    credential.expiresAt(),
                    end == null ? null : end.word(),
                    credential.failure());
        }
    }

    /**
     * The policy in force.
     *
     * @param staticSecrets sources whose secrets live on after the call
     * @param reviewsDue what somebody should look at again by now
     */
    public record PolicyView(
            String name,
            long revision,
            String version,
            boolean observes,
            List<String> intents,
            List<String> staticSecrets,
            List<String> reviewsDue) {
        static PolicyView of(Policy policy, Instant now) {
            List<String> intents = List.copyOf(policy.intents().keySet());
            return new PolicyView(
                    policy.name(),
                    policy.revision(),
                    policy.version(),
                    policy.observes(now),
                    intents,
                    policy.staticSources(),
                    policy.reviewsDue(now));
        }
    }

    /** An agent of the inventory. */
    public record AgentView(
            String name,
            @Nullable String owner,
            @Nullable LocalDate expires,
            @Nullable Duration dormantAfter,
            @Nullable Instant lastUse,
            String state) {
        static AgentView of(AgentStatus agent) {
            return new AgentView(
                    agent.name(),
                    agent.profile().owner(),
                    agent.profile().expires(),
                    agent.profile().dormantAfter(),
                    agent.lastUse().orElse(null),
                    agent.state().name().toLowerCase(Locale.ROOT));
        }
    }

    /** An open task. */
    public record TaskView(
            String id,
            String intent,
            String agent,
            String tenant,
            @Nullable String principal,
            @Nullable String parent,
            Instant openedAt,
            Instant deadline) {
        static TaskView of(Task task) {
            Task parent = task.parent();
            return new TaskView(
                    task.id(),
                    task.intent(),
                    task.agent(),
                    task.tenant(),
                    task.subject().orElse(null),
                    parent == null ? null : parent.id(),
                    task.openedAt(),
                    task.deadline());
        }
    }

    /** An entry of the kill switch. */
    public record RevocationView(String kind, String name, String by, String reason, Instant at) {
        static RevocationView of(Revocation revocation) {
            return new RevocationView(
                    revocation.target().kind().word(),
                    revocation.target().name(),
                    revocation.by(),
                    revocation.reason(),
                    revocation.at());
        }
    }
}
