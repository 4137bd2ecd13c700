/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.opentelemetry.context.Scope;
import org.jspecify.annotations.Nullable;

/** A provider whose every tool is guarded, whenever it offers it; it runs with the caller's task and context itself. */
final class GuardedToolProvider implements ToolProvider {
    private final ToolProvider delegate;
    private final ToolGuarding guarding;
    private final @Nullable Invocation captured;

    GuardedToolProvider(ToolProvider delegate, ToolGuarding guarding, @Nullable Invocation captured) {
        this.delegate = delegate;
        this.guarding = guarding;
        this.captured = captured;
    }

    /** The provider behind, for an invocation whose caller is known; a source it was given by hand stays. */
    static GuardedToolProvider within(ToolProvider provider, ToolGuarding guarding, Invocation invocation) {
        return provider instanceof GuardedToolProvider guarded
                ? new GuardedToolProvider(guarded.delegate, guarded.guarding.takenOver(), invocation)
                : new GuardedToolProvider(provider, guarding, invocation);
    }

    @Override
    public @Nullable ToolProviderResult provideTools(ToolProviderRequest request) {
        Invocation invocation = captured != null ? captured : guarding.capture(request.invocationContext());
        ToolProviderResult offered;
        try (Scope entered = invocation.toEnter().makeCurrent()) {
            offered = delegate.provideTools(request);
        }
        if (offered == null) {
            return null;
        }
        return new ToolProviderResult(offered.aiServiceTools().stream()
                .map(tool -> guarded(tool, invocation))
                .toList());
    }

    private AiServiceTool guarded(AiServiceTool tool, Invocation invocation) {
        return tool.toBuilder()
                .toolSpecification(ToolGuarding.shown(tool.toolSpecification(), invocation))
                .toolExecutor(guarding.guard(tool.toolSpecification(), tool.toolExecutor(), invocation))
                .build();
    }

    @Override
    public boolean isDynamic() {
        return delegate.isDynamic();
    }
}
