/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.ToolCall;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.guard.HeldTool;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.internal.json.PurposeText;
import dev.taskbound.telemetry.SurroundingSpan;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.definition.ToolDefinition;
import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.metadata.ToolMetadata;

/**
 * A tool behind the guard. Where the invocation was captured on the caller's thread, that one counts; a tool wrapped by
 * hand or found by its name finds its task when it is called.
 */
final class GuardedToolCallback implements ToolCallback {
    private final ToolCallback delegate;
    private final @Nullable String source;
    private final @Nullable Invocation captured;
    private final boolean ambiguous;

    private GuardedToolCallback(
            ToolCallback delegate, @Nullable String source, @Nullable Invocation captured, boolean ambiguous) {
        this.delegate = delegate;
        this.source = source;
        this.captured = captured;
        this.ambiguous = ambiguous;
    }

    /** @param source where the tool comes from; null where it says so itself */
    static GuardedToolCallback of(ToolCallback tool, @Nullable String source) {
        if (tool instanceof GuardedToolCallback guarded) {
            return source == null
                    ? guarded
                    : new GuardedToolCallback(guarded.delegate, source, guarded.captured, guarded.ambiguous);
        }
        return new GuardedToolCallback(tool, source, null, false);
    }

    /** The same tool, guarded once, for an invocation whose caller is known. */
    GuardedToolCallback within(Invocation invocation) {
        return new GuardedToolCallback(delegate, source, invocation, ambiguous);
    }

    /** The same tool, refused whatever it is: two stand under its name. */
    GuardedToolCallback asAmbiguous() {
        return new GuardedToolCallback(delegate, source, captured, true);
    }

    @Nullable
    Invocation captured() {
        return captured;
    }

    ToolDescriptor descriptor() {
        return ambiguous ? Descriptors.ambiguous(name()) : Descriptors.of(delegate, source);
    }

    /** To run a call of it that was approved, for nobody who waits. */
    HeldTool held(CallerSecurity security) {
        return new HeldTool(descriptor(), new ToolBody(delegate, null, security));
    }

    /** As the model is shown it. */
    @Override
    public ToolDefinition getToolDefinition() {
        ToolDefinition own = delegate.getToolDefinition();
        return asksForPurpose()
                ? ToolDefinition.builder()
                        .name(own.name())
                        .description(own.description())
                        .inputSchema(Schemas.withPurpose(own.inputSchema()))
                        .build()
                : own;
    }

    private boolean asksForPurpose() {
        return captured != null
                && captured.asksForPurpose()
                && !Schemas.hasPurpose(delegate.getToolDefinition().inputSchema());
    }

    @Override
    public ToolMetadata getToolMetadata() {
        return delegate.getToolMetadata();
    }

    @Override
    public String call(String input) {
        return call(input, null);
    }

    /**
     * @return the tool's result, or the refusal as a text that is safe for the model
     * @throws ToolCallDeniedException in place of that text if it would become the answer itself: the tool is a
     *     return-direct one, and whoever runs it cannot be told otherwise
     */
    @Override
    public String call(String input, @Nullable ToolContext toolContext) {
        Execution execution = Execution.current();
        try {
            return pass(input, toolContext, execution);
        } catch (ToolCallDeniedException denial) {
            if (execution == null && getToolMetadata().returnDirect()) {
                throw denial;
            }
            unanswered(execution);
            return String.valueOf(denial.getMessage());
        } catch (ToolExecutionException thrown) {
            unanswered(execution);
            throw McpTools.isServersReport(delegate, thrown) ? thrown : Failures.hide(thrown);
        }
    }

    private static void unanswered(@Nullable Execution execution) {
        if (execution != null) {
            execution.unanswered();
        }
    }

    private String pass(String input, @Nullable ToolContext toolContext, @Nullable Execution execution) {
        Invocation invocation = captured == null ? Invocation.capture(null) : captured.here();
        TaskScope task = invocation.task();
        if (task == null) {
            throw Failures.noTask(name());
        }
        Span surrounding = ToolObservation.current(name());
        String id = execution == null ? null : execution.takeId(name(), input);
        try (Entered entered = invocation.enter();
                Entered inner = Execution.outside(toolsContext(surrounding))) {
            return guarded(task, input, id, new ToolBody(delegate, toolContext, invocation.security()));
        }
    }

    private static Context toolsContext(@Nullable Span surrounding) {
        Context context = Context.current();
        return surrounding == null ? context : SurroundingSpan.in(context, surrounding);
    }

    private String guarded(TaskScope task, String input, @Nullable String id, ToolBody body) {
        try {
            return task.call(toolCall(input, id), body);
        } catch (RuntimeException e) {
            ToolCallDeniedException denial = denialIn(e);
            if (denial != null) {
                throw denial;
            }
            throw body.threw(e) ? e : Failures.internal(name(), e);
        }
    }

    private ToolCall toolCall(String input, @Nullable String id) {
        PurposeText split = asksForPurpose() ? PurposeText.cutOut(input) : PurposeText.none(input);
        return ToolCall.of(descriptor(), split.arguments()).withId(id).withPurpose(split.purpose());
    }

    /** The guard's refusal, also of something that the tool tried to do; Spring AI wraps what a method throws. */
    private static @Nullable ToolCallDeniedException denialIn(RuntimeException e) {
        if (e instanceof ToolCallDeniedException denial) {
            return denial;
        }
        return e.getCause() instanceof ToolCallDeniedException denial ? denial : null;
    }

    private String name() {
        return delegate.getToolDefinition().name();
    }

    @Override
    public String toString() {
        return "GuardedToolCallback[" + name() + "]";
    }
}
