/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.util.StringUtils;

/**
 * One run of a guarded {@code ToolCallingManager} over the calls that a model asked for: knows their ids, and whether one
 * was refused or failed. Safe for managers that run calls side by side.
 */
final class Execution {
    private static final ContextKey<Execution> KEY = ContextKey.named("taskbound-spring-ai-execution");
    private static final Execution NONE = new Execution(List.of());
    /**
     * Beside the OpenTelemetry context, which Micrometer's bridge (1.5, with Spring Boot 3.5) replaces below the
     * observation of each tool.
     */
    private static final ThreadLocal<@Nullable Execution> RUNNING = new ThreadLocal<>();

    private final List<AssistantMessage.ToolCall> pending;
    private boolean unanswered;

    private Execution(List<AssistantMessage.ToolCall> asked) {
        this.pending = new ArrayList<>(asked);
    }

    static Execution of(ChatResponse response) {
        return response.getResults().stream()
                .map(generation -> generation.getOutput().getToolCalls())
                .filter(calls -> !calls.isEmpty())
                .findFirst()
                .map(Execution::new)
                .orElse(NONE);
    }

    /** Makes this the run of this thread, and of those that the given context reaches. */
    Entered enter(Context context) {
        Execution before = RUNNING.get();
        Scope scope = context.with(KEY, this).makeCurrent();
        RUNNING.set(this);
        return () -> {
            scope.close();
            if (before == null) {
                RUNNING.remove();
            } else {
                RUNNING.set(before);
            }
        };
    }

    /** Of the manager that runs tools on this thread now; null where that one is not guarded. */
    static @Nullable Execution current() {
        Execution here = RUNNING.get();
        Execution found = here == null ? Context.current().get(KEY) : here;
        return found == NONE ? null : found;
    }

    /** What a tool does in turn is no part of this run. */
    static Entered outside(Context context) {
        return NONE.enter(context);
    }

    /** The model's id of a call of this tool with these arguments; each is given once. */
    synchronized @Nullable String takeId(String tool, @Nullable String arguments) {
        for (Iterator<AssistantMessage.ToolCall> each = pending.iterator(); each.hasNext(); ) {
            AssistantMessage.ToolCall call = each.next();
            if (call.name().equals(tool) && orEmptyObject(call.arguments()).equals(orEmptyObject(arguments))) {
                each.remove();
                return call.id();
            }
        }
        return null;
    }

    /** As Spring AI's manager replaces it. */
    private static String orEmptyObject(@Nullable String arguments) {
        return StringUtils.hasText(arguments) ? arguments : "{}";
    }

    /** A call was refused or failed: what is told of it is for the model, and never the answer itself. */
    synchronized void unanswered() {
        unanswered = true;
    }

    synchronized boolean isUnanswered() {
        return unanswered;
    }
}
