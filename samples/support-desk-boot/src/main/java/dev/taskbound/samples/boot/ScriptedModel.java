/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.boot;

import java.util.List;
import java.util.Objects;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage.ToolResponse;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.stereotype.Component;

/**
 * A model without a network. A starter of Spring AI in its place brings one that thinks; for the guard it makes no
 * difference, since it trusts none.
 */
@Component
class ScriptedModel implements ChatModel {
    @Override
    public ChatOptions getOptions() {
        return ToolCallingChatOptions.builder().build();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        List<String> told = prompt.getInstructions().stream()
                .filter(ToolResponseMessage.class::isInstance)
                .flatMap(message -> ((ToolResponseMessage) message).getResponses().stream())
                .map(ToolResponse::responseData)
                .toList();
        String words = Objects.requireNonNullElse(prompt.getUserMessage().getText(), "");
        List<Script.Step> steps = new Script(words, told).steps();
        AssistantMessage next = told.size() < steps.size()
                ? AssistantMessage.builder()
                        .content("")
                        .toolCalls(List.of(steps.get(told.size()).call()))
                        .build()
                : new AssistantMessage(Script.answer(steps, told));
        return new ChatResponse(List.of(new Generation(next)));
    }
}
