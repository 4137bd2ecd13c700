/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.Tool;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.ToolCallback;

/**
 * A tool as the guard sees it, on whatever thread and whenever it runs. Remembers what it threw, to tell that from a
 * failure of the guard.
 */
final class ToolBody implements Tool<String, RuntimeException> {
    private final ToolCallback tool;
    private final @Nullable ToolContext toolContext;
    private final CallerSecurity security;
    private volatile @Nullable RuntimeException thrown;

    /** @param security what Spring Security says there, whoever's thread it is */
    ToolBody(ToolCallback tool, @Nullable ToolContext toolContext, CallerSecurity security) {
        this.tool = tool;
        this.toolContext = toolContext;
        this.security = security;
    }

    @Override
    @SuppressWarnings("NullAway") // Spring AI is not annotated: a tool may return null
    public String run(CallContext call) {
        try (Entered entered = security.enter()) {
            String result =
                    toolContext == null ? tool.call(call.arguments()) : tool.call(call.arguments(), toolContext);
            return result == null ? "" : result;
        } catch (RuntimeException e) {
            thrown = e;
            throw e;
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very exception
    boolean threw(RuntimeException e) {
        return thrown == e;
    }
}
