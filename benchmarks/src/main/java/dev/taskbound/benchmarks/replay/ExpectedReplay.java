/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.TaskRequest;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.benchmarks.replay.ExpectedWork.ExpectedTask;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Intent;
import dev.taskbound.policy.ParameterType;
import java.util.List;

/** Makes the calls of honest work under a policy's only intent, and each of them once more with something wrong. */
final class ExpectedReplay {
    private final ExpectedWork work;
    private final Intent intent;
    private final Agents agents;
    private final ToolGuard guard;
    private final Human human;

    ExpectedReplay(ExpectedWork work, Intent intent, Agents agents, ToolGuard guard, Human human) {
        this.work = work;
        this.intent = intent;
        this.agents = agents;
        this.guard = guard;
        this.human = human;
    }

    ExpectedResult run() {
        ExpectedResult result = new ExpectedResult(work.name(), guard.policy().toString());
        human.approve(true);
        for (ExpectedTask task : work.tasks()) {
            expected(task, result);
            for (RecordedCall call : task.calls()) {
                for (Mutation mutation : Mutation.of(work, task, call)) {
                    result.wrong(task.id(), mutation, only(task, mutation.call()));
                }
            }
        }
        return result;
    }

    private void expected(ExpectedTask task, ExpectedResult result) {
        try (TaskRun run = open(task)) {
            task.calls().forEach(call -> result.expected(task.id(), run.call(call, "")));
        } catch (ToolCallDeniedException notOpened) {
            task.calls().forEach(call -> result.expected(task.id(), CallOutcome.notOpened(notOpened)));
        }
    }

    private CallOutcome only(ExpectedTask task, RecordedCall call) {
        try (TaskRun run = open(task)) {
            return run.call(call, "");
        }
    }

    private TaskRun open(ExpectedTask task) {
        TaskRequest.Builder request = TaskRequest.intent(intent.name())
                .agent(agents.whoOpens(intent.name()))
                .principal(ReplayGuard.PRINCIPAL)
                .statement(task.prompt());
        intent.parameters()
                .forEach((name, type) ->
                        request.parameter(name, work.customer(task.customer()).getOrDefault(name, nothing(type))));
        return new TaskRun(guard.open(request.build()), human, new Latencies());
    }

    private static Object nothing(ParameterType type) {
        return type == ParameterType.LIST ? List.of() : "";
    }
}
