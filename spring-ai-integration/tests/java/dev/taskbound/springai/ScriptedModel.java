/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.ToolExecutionResult;
import org.springframework.util.ClassUtils;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * A model that asks for the tools it is told to and then repeats what it got, in the way of Spring AI's own models: it asks
 * its manager what to show, is observed, and on 1.1 runs the tools itself.
 */
final class ScriptedModel implements ChatModel {
    static final boolean ADVISORS_RUN_TOOLS =
            ClassUtils.isPresent("org.springframework.ai.chat.client.advisor.ToolCallingAdvisor", null);

    private final ToolCallingManager toolCallingManager;
    private final ObservationRegistry observations;
    private volatile List<AssistantMessage.ToolCall> script = List.of();
    final List<String> shown = new ArrayList<>();

    ScriptedModel(ToolCallingManager toolCallingManager, ObservationRegistry observations) {
        this.toolCallingManager = toolCallingManager;
        this.observations = observations;
    }

    void asksFor(String tool, String arguments) {
        asksFor(new AssistantMessage.ToolCall("1", "function", tool, arguments));
    }

    void asksFor(AssistantMessage.ToolCall... calls) {
        script = List.of(calls);
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
        shown.clear();
        if (prompt.getOptions() instanceof ToolCallingChatOptions options) {
            toolCallingManager.resolveToolDefinitions(options).forEach(tool -> shown.add(tool.name()));
        }
        ChatModelObservationContext context = ChatModelObservationContext.builder()
                .prompt(prompt)
                .provider("scripted")
                .build();
        ChatResponse answer = ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
                .observation(null, new DefaultChatModelObservationConvention(), () -> context, observations)
                .observe(() -> next(prompt));
        return ADVISORS_RUN_TOOLS || !answer.hasToolCalls() ? answer : run(prompt, answer);
    }

    private ChatResponse next(Prompt prompt) {
        Message last = prompt.getInstructions().get(prompt.getInstructions().size() - 1);
        if (last instanceof ToolResponseMessage told) {
            return answer(String.join(
                    "|",
                    told.getResponses().stream()
                            .map(ToolResponseMessage.ToolResponse::responseData)
                            .toList()));
        }
        return script.isEmpty()
                ? answer("nothing to do")
                : new ChatResponse(List.of(new Generation(
                        AssistantMessage.builder().content("").toolCalls(script).build())));
    }

    private ChatResponse run(Prompt prompt, ChatResponse asks) {
        ToolExecutionResult result = toolCallingManager.executeToolCalls(prompt, asks);
        return result.returnDirect()
                ? new ChatResponse(ToolExecutionResult.buildGenerations(result))
                : call(new Prompt(result.conversationHistory(), prompt.getOptions()));
    }

    @Override
    public Flux<ChatResponse> stream(Prompt prompt) {
        return Flux.defer(() -> Flux.just(call(prompt))).subscribeOn(Schedulers.boundedElastic());
    }

    private static ChatResponse answer(String text) {
        return new ChatResponse(List.of(new Generation(new AssistantMessage(text))));
    }
}
