/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.List;

/** The scripted model, and what it was told. */
final class RecordingModel implements ChatModel {
    private final ChatModel model = new ScriptedModel();
    private List<String> results = List.of();

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return model.defaultRequestParameters();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        results = request.messages().stream()
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(message -> ((ToolExecutionResultMessage) message).text())
                .toList();
        return model.chat(request);
    }

    /** The tool results in the last request: all of the conversation. */
    List<String> results() {
        return results;
    }
}
