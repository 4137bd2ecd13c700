/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.spi.services.AiServiceContextFactory;
import java.util.ServiceLoader;

/**
 * What LangChain4j asks, through {@link ServiceLoader}, for the inside of each AI service and AI agent: puts the guard
 * in front of its tools. Where another library has a factory too, that one makes the context and this one guards it.
 */
public final class GuardedAiServiceContextFactory implements AiServiceContextFactory {

    /** @throws IllegalStateException if another library's factory has put a tool service of its own in place */
    @Override
    public AiServiceContext create(Class<?> aiServiceClass) {
        AiServiceContext context = ServiceLoader.load(AiServiceContextFactory.class).stream()
                .filter(provider -> provider.type() != GuardedAiServiceContextFactory.class)
                .findFirst()
                .map(provider -> provider.get().create(aiServiceClass))
                .orElseGet(() -> new PlainContext(aiServiceClass));
        if (context.toolService.getClass() != ToolService.class) {
            throw new IllegalStateException(
                    AutomaticGuardCheck.notInForce("the tools of AI services are already in the hands of "
                            + AutomaticGuardCheck.origin(context.toolService.getClass())));
        }
        GuardedToolService guarded = new GuardedToolService(Tasks.load());
        context.toolService = guarded;
        context.eventListenerRegistrar.register(guarded.modelNames());
        return context;
    }

    private static final class PlainContext extends AiServiceContext {
        PlainContext(Class<?> aiServiceClass) {
            super(aiServiceClass);
        }
    }
}
