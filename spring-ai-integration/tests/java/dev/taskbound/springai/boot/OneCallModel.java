/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;

/** A model that asks for one tool and then repeats what it was told; runs tools itself where Spring AI's models do. */
final class OneCallModel implements ChatModel {
    private static final boolean ADVISORS_RUN_TOOLS =
            ClassUtils.isPresent("org.springframework.ai.chat.client.advisor.ToolCallingAdvisor", null);

    private final ToolCallingManager manager;
    private final String tool;

    OneCallModel(ToolCallingManager manager, String tool) {
        this.manager = manager;
        this.tool = tool;
    }

    @Override
    public ChatOptions getDefaultOptions() {
        return ToolCallingChatOptions.builder().build();
    }

    /** As 2.0 calls it. */
    public ChatOptions getOptions() {
        return getDefaultOptions();
    }

    @Override
    public ChatResponse call(Prompt prompt) {
        Message last = prompt.getInstructions().get(prompt.getInstructions().size() - 1);
        if (last instanceof ToolResponseMessage told) {
            return answer(new AssistantMessage(told.getResponses().get(0).responseData()));
        }
        ChatResponse asks = answer(AssistantMessage.builder()
                .content("")
                .toolCalls(List.of(new AssistantMessage.ToolCall("1", "function", tool, "{}")))
                .build());
        return ADVISORS_RUN_TOOLS
                ? asks
                : call(new Prompt(manager.executeToolCalls(prompt, asks).conversationHistory(), prompt.getOptions()));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> Flux.just(call(prompt)))
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic());
    }

    private static ChatResponse answer(AssistantMessage message) {
        return new ChatResponse(List.of(new Generation(message)));
    }
}
