/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.recorded;

import dev.taskbound.Action;
import dev.taskbound.Principal;
import dev.taskbound.Task;
import dev.taskbound.TaskRequest;
import dev.taskbound.policy.AccessRequest;
import dev.taskbound.policy.Decision;
import dev.taskbound.policy.DecisionListener;
import dev.taskbound.policy.IntentLimits;
import dev.taskbound.policy.Obligation;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyDecisionPoint;
import dev.taskbound.policy.ToolProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a policy decides about a recorded task: the rules, and the budgets that count calls and sums. Not decided anew:
 * revocations, credentials, times, and what a human would answer.
 */
public final class Redecision {
    private final Policy policy;
    private final RecordedTask recorded;
    private final PolicyDecisionPoint decisionPoint;
    private final Task task;
    private final Map<String, BigDecimal> used = new HashMap<>();

    private Redecision(Policy policy, RecordedTask recorded, PolicyDecisionPoint decisionPoint) {
        this.policy = policy;
        this.decisionPoint = decisionPoint;
        this.recorded = recorded;
        Map<String, Object> parameters = new LinkedHashMap<>();
        Set<String> byModel = new HashSet<>();
        recorded.parameters().forEach(parameter -> {
            if (parameter.value() != null) {
                parameters.put(parameter.name(), parameter.value());
                if (!parameter.known()) {
                    byModel.add(parameter.name());
                }
            }
        });
        Principal principal = recorded.principal()
                .map(subject -> Principal.verified("audit", subject).withRoles(Set.copyOf(recorded.roles())))
                .orElse(null);
        this.task = new Task(
                recorded.id(),
                recorded.intent(),
                recorded.agent(),
                recorded.tenant(),
                principal,
                parameters,
                byModel,
                null,
                recorded.at(),
                recorded.at().plusSeconds(3600));
    }

    /**
     * What it comes to.
     *
     * @param call the call; null for the opening of the task
     * @param outcome {@code permit}, {@code permit, asking lead}, {@code deny NOT_ALLOWED}, or {@code cannot be said}
     * @param rule what decided, and why
     */
    public record Outcome(@Nullable RecordedCall call, String outcome, String rule) {
        public boolean permits() {
            return outcome.startsWith("permit");
        }

        public boolean isDecided() {
            return !outcome.equals(UNDECIDED);
        }
    }

    static final String UNDECIDED = "cannot be said";

    /** One outcome for each call, or a single one if the task would not be opened. */
    public static List<Outcome> of(Policy policy, RecordedTask recorded) {
        return of(policy, recorded, PolicyDecisionPoint.of(policy));
    }

    /** As {@link #of(Policy, RecordedTask)}, telling the listener what each decision looks at. */
    public static List<Outcome> of(Policy policy, RecordedTask recorded, DecisionListener listener) {
        return of(policy, recorded, PolicyDecisionPoint.of(policy, listener));
    }

    private static List<Outcome> of(Policy policy, RecordedTask recorded, PolicyDecisionPoint decisionPoint) {
        Redecision redecision = new Redecision(policy, recorded, decisionPoint);
        Decision opening = redecision.opening();
        if (opening instanceof Decision.Deny deny) {
            return List.of(new Outcome(null, "deny " + deny.reason(), deny.rule() + " (" + deny.detail() + ")"));
        }
        return recorded.calls().stream().map(redecision::call).toList();
    }

    private Decision opening() {
        TaskRequest.Builder request =
                TaskRequest.intent(task.intent()).agent(task.agent()).tenant(task.tenant());
        Principal principal = task.principal();
        if (principal != null) {
            request.principal(principal);
        }
        task.parameters().forEach(request::parameter);
        return decisionPoint
                .mayOpen(request.build(), recorded.at())
                .toCompletableFuture()
                .join();
    }

    @SuppressWarnings("NullAway") // it does not see that the request's arguments, a record of another jar, may be null
    private Outcome call(RecordedCall call) {
        ToolProfile tool = policy.tool(call.tool()).orElse(null);
        List<RecordedArgument> arguments = call.arguments();
        if (tool == null) {
            return new Outcome(call, "deny UNKNOWN_TOOL", "the policy lists no such tool");
        }
        if (arguments == null || !call.isComplete()) {
            return new Outcome(call, UNDECIDED, "the log does not hold all of its arguments");
        }
        AccessRequest request = new AccessRequest(
                task,
                tool,
                call.values(),
                new RecordedOrigins(arguments, call.labelsSeen()),
                count("calls"),
                count("tool " + tool.key()),
                sums(call),
                call.at());
        Decision decision = decisionPoint.decide(request).toCompletableFuture().join();
        return decision instanceof Decision.Permit permit
                ? permitted(call, tool, permit)
                : denied(call, (Decision.Deny) decision);
    }

    private static Outcome denied(RecordedCall call, Decision.Deny deny) {
        return new Outcome(call, "deny " + deny.reason(), (deny.rule() + " (" + deny.detail() + ")").strip());
    }

    private Outcome permitted(RecordedCall call, ToolProfile tool, Decision.Permit permit) {
        IntentLimits limits =
                Objects.requireNonNull(policy.intents().get(task.intent())).limits();
        RecordedBudgets budgets = new RecordedBudgets(limits, tool, call);
        Map<String, BigDecimal> charges = charges(call, tool, permit);
        charges.putAll(budgets.charges());
        String full = full(tool, permit, charges, limits, budgets);
        if (full != null) {
            return new Outcome(call, "deny BUDGET_EXCEEDED", full);
        }
        if (call.started()) {
            // What was refused when it was recorded, by a human too, was not made, and used nothing up.
            charges.forEach((counter, amount) -> used.merge(counter, amount, BigDecimal::add));
        }
        Set<String> asked = permit.obligations().stream()
                .filter(Obligation.Approval.class::isInstance)
                .map(obligation -> ((Obligation.Approval) obligation).by())
                .collect(Collectors.toCollection(TreeSet::new));
        String outcome = asked.isEmpty() ? "permit" : "permit, asking " + String.join(" and ", asked);
        return new Outcome(call, outcome, String.join(", ", permit.rules()));
    }

    private Map<String, BigDecimal> charges(RecordedCall call, ToolProfile tool, Decision.Permit permit) {
        Map<String, BigDecimal> charges = new LinkedHashMap<>();
        charges.put("calls", BigDecimal.ONE);
        charges.put("tool " + tool.key(), BigDecimal.ONE);
        if (tool.action() != Action.READ) {
            charges.put("writes", BigDecimal.ONE);
        }
        if (tool.destination() != null) {
            String destination = "destination " + tool.destination();
            charges.put("destinations", used.containsKey(destination) ? BigDecimal.ZERO : BigDecimal.ONE);
            charges.put(destination, BigDecimal.ONE);
        }
        policy.approvalSums(task.intent())
                .forEach(argument ->
                        RecordedBudgets.amount(call, argument).ifPresent(amount -> charges.put(sum(argument), amount)));
        limits(permit)
                .forEach(limit -> limit.sums()
                        .keySet()
                        .forEach(argument -> charges.put(
                                sum(tool, argument),
                                new BigDecimal(String.valueOf(call.values().get(argument))))));
        return charges;
    }

    private @Nullable String full(
            ToolProfile tool,
            Decision.Permit permit,
            Map<String, BigDecimal> charges,
            IntentLimits limits,
            RecordedBudgets budgets) {
        List<String> full = new ArrayList<>();
        over("calls", BigDecimal.valueOf(limits.calls()), charges, full);
        over("writes", BigDecimal.valueOf(limits.writes()), charges, full);
        Long destinations = limits.destinations();
        if (destinations != null && tool.destination() != null) {
            over("destinations", BigDecimal.valueOf(destinations), charges, full);
        }
        budgets.most().forEach((counter, most) -> over(counter, most, charges, full));
        limits(permit).forEach(limit -> {
            if (limit.count() != null) {
                over("tool " + tool.key(), BigDecimal.valueOf(limit.count()), charges, full);
            }
            limit.sums().forEach((argument, most) -> over(sum(tool, argument), most, charges, full));
        });
        return full.isEmpty() ? null : full.get(0);
    }

    private void over(String counter, BigDecimal most, Map<String, BigDecimal> charges, List<String> full) {
        BigDecimal after =
                used.getOrDefault(counter, BigDecimal.ZERO).add(charges.getOrDefault(counter, BigDecimal.ZERO));
        if (after.compareTo(most) > 0) {
            full.add(counter + " would exceed " + most);
        }
    }

    private static List<Obligation.Limit> limits(Decision.Permit permit) {
        return permit.obligations().stream()
                .filter(Obligation.Limit.class::isInstance)
                .map(Obligation.Limit.class::cast)
                .toList();
    }

    /** What the calls of the task come to with this one. */
    private Map<String, BigDecimal> sums(RecordedCall call) {
        Map<String, BigDecimal> sums = new HashMap<>();
        policy.approvalSums(task.intent()).forEach(argument -> {
            BigDecimal sofar = used.getOrDefault(sum(argument), BigDecimal.ZERO);
            sums.put(
                    argument,
                    RecordedBudgets.amount(call, argument).map(sofar::add).orElse(sofar));
        });
        return sums;
    }

    private static String sum(String argument) {
        return "sum of " + argument + " of the task";
    }

    private static String sum(ToolProfile tool, String argument) {
        return "sum of " + argument + " of " + tool.key();
    }

    private long count(String counter) {
        return used.getOrDefault(counter, BigDecimal.ZERO).longValue();
    }
}
