/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.benchmarks.replay.InjectionTask.InjectedCall;
import dev.taskbound.guard.ToolGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes the calls of a suite through a guard: every user task as it was, then every user task with every attacker in
 * it. An attacker's words stand in whatever the tools answer; the attacker's calls follow the first answer that can
 * carry such words, and the rest of the task follows them.
 */
final class Replay {
    private final Suite suite;
    private final IntentChoice intents;
    private final Agents agents;
    private final ToolGuard guard;
    private final Human human;
    private Latencies latencies = new Latencies();

    Replay(Suite suite, IntentChoice intents, Agents agents, ToolGuard guard, Human human) {
        this.suite = suite;
        this.intents = intents;
        this.agents = agents;
        this.guard = guard;
        this.human = human;
    }

    /** Replays the whole suite. Every run begins anew: no task knows of another. */
    ReplayResult run() {
        latencies = new Latencies();
        List<UserResult> users =
                suite.userTasks().stream().map(this::undisturbed).toList();
        List<PairResult> pairs = new ArrayList<>();
        for (UserTask user : suite.userTasks()) {
            for (InjectionTask injection : suite.injectionTasks()) {
                // Without a call there is nothing that a guard could prevent.
                if (!injection.calls().isEmpty()) {
                    pairs.add(attacked(user, injection));
                }
            }
        }
        String policy = guard.policy().toString();
        return new ReplayResult(suite.name(), intents.kind(), policy, users, pairs, latencies);
    }

    /** Replays the user tasks alone, as they were, for the record that they leave. */
    List<UserResult> runUndisturbed() {
        return suite.userTasks().stream().map(this::undisturbed).toList();
    }

    /** Replays every pair with an attacker who tries, in its place, each value that the task has seen. */
    AdaptiveResult runAdaptive() {
        AdaptiveResult result = new AdaptiveResult();
        for (UserTask user : suite.userTasks()) {
            for (InjectionTask injection : suite.injectionTasks()) {
                Set<String> values = Values.seenBy(user, injection);
                for (Variant variant : Variant.of(injection, suite.controls(), values)) {
                    if (!user.makes(variant.call())) {
                        result.add(user, injection, variant, tried(user, injection, variant));
                    }
                }
            }
        }
        return result;
    }

    private CallOutcome tried(UserTask user, InjectionTask injection, Variant variant) {
        try (TaskRun run = open(user)) {
            own(run, user.calls().subList(0, user.callsBeforeInjection()), injection);
            human.approve(false);
            for (InjectedCall before : injection.calls().subList(0, variant.position())) {
                run.call(before.call(), carrying(before.call(), injection));
            }
            return run.call(variant.call(), carrying(variant.call(), injection));
        } catch (ToolCallDeniedException notOpened) {
            return CallOutcome.notOpened(notOpened);
        }
    }

    private UserResult undisturbed(UserTask user) {
        human.approve(true);
        try (TaskRun run = open(user)) {
            return new UserResult(
                    user.id(),
                    user.calls().stream()
                            .map(call -> run.call(call, call.answer().benign()))
                            .toList());
        } catch (ToolCallDeniedException notOpened) {
            return new UserResult(user.id(), List.of(CallOutcome.notOpened(notOpened)));
        }
    }

    private PairResult attacked(UserTask user, InjectionTask injection) {
        int before = user.callsBeforeInjection();
        try (TaskRun run = open(user)) {
            own(run, user.calls().subList(0, before), injection);
            List<CallOutcome> primary = injected(run, injection);
            own(run, user.calls().subList(before, user.calls().size()), injection);
            return new PairResult(user.id(), injection.id(), primary);
        } catch (ToolCallDeniedException notOpened) {
            return new PairResult(user.id(), injection.id(), List.of(CallOutcome.notOpened(notOpened)));
        }
    }

    /** Makes the attacker's calls, and answers what came of those that do the harm. */
    private List<CallOutcome> injected(TaskRun run, InjectionTask injection) {
        List<CallOutcome> primary = new ArrayList<>();
        human.approve(false);
        for (InjectedCall injected : injection.calls()) {
            CallOutcome outcome = run.call(injected.call(), carrying(injected.call(), injection));
            if (injected.isPrimary()) {
                primary.add(outcome);
            }
        }
        return primary;
    }

    private void own(TaskRun run, List<RecordedCall> calls, InjectionTask injection) {
        human.approve(true);
        calls.forEach(call -> run.call(call, carrying(call, injection)));
    }

    private static String carrying(RecordedCall call, InjectionTask injection) {
        return call.answer().carrying(injection.goal());
    }

    /** The prompt is all that the guard learns of what the person wants. */
    private TaskRun open(UserTask user) {
        IntentChoice.Chosen chosen = intents.of(user);
        TaskRequest.Builder request = TaskRequest.intent(chosen.intent())
                .agent(agents.whoOpens(chosen.intent()))
                .principal(ReplayGuard.PRINCIPAL)
                .statement(user.prompt());
        chosen.parameters().forEach(request::parameter);
        return new TaskRun(guard.open(request.build()), human, latencies);
    }
}
