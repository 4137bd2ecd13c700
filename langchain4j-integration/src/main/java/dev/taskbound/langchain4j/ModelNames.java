/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.observability.api.event.AiServiceResponseReceivedEvent;
import dev.langchain4j.observability.api.listener.AiServiceListener;
import dev.taskbound.guard.TaskScope;
import java.util.stream.Collectors;

/** Tells the task which model answered under which system prompt, before the tools that it asks for are called. */
final class ModelNames implements AiServiceListener<AiServiceResponseReceivedEvent> {
    private final Invocations invocations;

    ModelNames(Invocations invocations) {
        this.invocations = invocations;
    }

    @Override
    public Class<AiServiceResponseReceivedEvent> getEventClass() {
        return AiServiceResponseReceivedEvent.class;
    }

    @Override
    public void onEvent(AiServiceResponseReceivedEvent event) {
        TaskScope task = invocations
                .find(event.invocationContext())
                .map(Invocation::task)
                .orElse(null);
        String model = event.response().modelName();
        if (task != null && model != null) {
            task.modelUsed(model);
        }
        if (task != null) {
            task.promptSent(event.request().messages().stream()
                    .filter(SystemMessage.class::isInstance)
                    .map(message -> ((SystemMessage) message).text())
                    .collect(Collectors.joining("\n")));
        }
    }
}
