/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.Task;
import dev.taskbound.ToolDescriptor;
import dev.taskbound.approval.HeldCall;
import dev.taskbound.guard.HeldTool;
import dev.taskbound.guard.HeldTools;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.tool.ToolCallback;

/**
 * Finds the tool of a held call among those of the application. Tools that a request brings along are not looked at:
 * another request's may be bound to another user.
 */
final class HeldToolCallbacks implements HeldTools {
    private static final Logger log = LoggerFactory.getLogger(HeldToolCallbacks.class);

    private final ToolBeans beans;
    private final Function<Task, @Nullable Object> authentication;

    HeldToolCallbacks(ToolBeans beans, Function<Task, @Nullable Object> authentication) {
        this.beans = beans;
        this.authentication = authentication;
    }

    @Override
    public Optional<HeldTool> find(HeldCall held) {
        String key = held.tool().key();
        Map<ToolDescriptor, GuardedToolCallback> found = new HashMap<>();
        for (ToolCallback each : beans.candidates(key)) {
            GuardedToolCallback tool = GuardedToolCallback.of(each, null);
            ToolDescriptor descriptor = tool.descriptor();
            if (descriptor.key().equals(key)) {
                found.putIfAbsent(descriptor, tool);
            }
        }
        if (found.size() > 1) {
            log.warn("{} tools of the application are named {}: none of them can be resumed", found.size(), key);
        }
        return found.size() == 1 ? Optional.of(held(found.values().iterator().next(), held)) : Optional.empty();
    }

    HeldTool held(GuardedToolCallback tool, HeldCall held) {
        return tool.held(CallerSecurity.of(authentication.apply(held.task())));
    }
}
