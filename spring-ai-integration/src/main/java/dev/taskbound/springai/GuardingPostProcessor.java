/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.function.Supplier;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Puts the beans that run or find tools behind the guard. Providers of tools are left alone: to ask them early would make
 * MCP clients connect.
 */
final class GuardingPostProcessor implements BeanPostProcessor {
    private final Tripwire tripwire;
    private final boolean hidesTools;
    private final Supplier<TaskboundAdvisor> advisor;

    GuardingPostProcessor(Tripwire tripwire, boolean hidesTools, Supplier<TaskboundAdvisor> advisor) {
        this.tripwire = tripwire;
        this.hidesTools = hidesTools;
        this.advisor = advisor;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ToolCallingManager manager && !Managers.isGuarded(manager)) {
            return new GuardedToolCallingManager(manager, tripwire, hidesTools);
        }
        if (bean instanceof ToolCallbackResolver resolver && !(bean instanceof GuardedToolCallbackResolver)) {
            return new GuardedToolCallbackResolver(resolver);
        }
        if (bean instanceof ChatClient client && !isAdvised(client)) {
            return client.mutate().defaultAdvisors(advisor.get()).build();
        }
        if (bean instanceof ChatModel model) {
            check(model, name);
        }
        return bean;
    }

    private static boolean isAdvised(ChatClient client) {
        if (!PrivateField.isIn(client.getClass(), "defaultChatClientRequest")) {
            return false;
        }
        Object defaults = requireNonNull(PrivateField.read(client, "defaultChatClientRequest"));
        return PrivateField.isIn(defaults.getClass(), "advisors")
                && PrivateField.read(defaults, "advisors") instanceof List<?> advisors
                && advisors.stream().anyMatch(TaskboundAdvisor.class::isInstance);
    }

    private void check(ChatModel model, String name) {
        ToolCallingManager manager = Managers.of(model);
        if (manager != null && !Managers.isGuarded(manager)) {
            tripwire.trip(
                    "chat model " + name + " was made with a ToolCallingManager of its own, so nobody would notice"
                            + " a tool that is not guarded. Give its builder the ToolCallingManager of the application context:"
                            + " .toolCallingManager(toolCallingManager)");
        }
    }
}
