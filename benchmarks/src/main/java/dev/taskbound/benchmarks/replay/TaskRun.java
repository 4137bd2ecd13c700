/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TaskScope;
import org.jspecify.annotations.Nullable;

/** One open task while its calls are replayed. */
final class TaskRun implements AutoCloseable {
    private final TaskScope scope;
    private final Human human;
    private final Latencies latencies;

    TaskRun(TaskScope scope, Human human, Latencies latencies) {
        this.scope = scope;
        this.human = human;
        this.latencies = latencies;
    }

    /** Makes a call whose tool, if it runs, answers with this text. */
    CallOutcome call(RecordedCall call, String answer) {
        int before = human.asked();
        ToolCallDeniedException denial = timed(call, answer);
        boolean asked = human.asked() > before;
        String tool = call.tool().name();
        return denial == null ? CallOutcome.permitted(tool, asked) : CallOutcome.denied(tool, denial, asked);
    }

    private @Nullable ToolCallDeniedException timed(RecordedCall call, String answer) {
        long start = System.nanoTime();
        try {
            scope.call(call.toolCall(), context -> answer(call, answer));
            return null;
        } catch (ToolCallDeniedException e) {
            return e;
        } catch (RecordedFailure e) {
            return null;
        } finally {
            latencies.add(System.nanoTime() - start);
        }
    }

    private static String answer(RecordedCall call, String text) {
        if (call.answer().isError()) {
            throw new RecordedFailure(text);
        }
        return text;
    }

    @Override
    public void close() {
        scope.close();
    }

    /** The tool ran and failed, as it did when the work was recorded. */
    private static final class RecordedFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RecordedFailure(String text) {
            super(text);
        }
    }
}
