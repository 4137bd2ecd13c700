/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.List;

/** A {@link ScriptedModel} that answers on a thread of its own, as a model behind an HTTP client does. */
final class StreamingScriptedModel implements StreamingChatModel {
    static final String THREAD = "model-http";

    private final ScriptedModel script;

    StreamingScriptedModel(ScriptedModel script) {
        this.script = script;
    }

    @Override
    public void chat(ChatRequest request, StreamingChatResponseHandler handler) {
        new Thread(() -> answer(request, handler), THREAD).start();
    }

    private void answer(ChatRequest request, StreamingChatResponseHandler handler) {
        try {
            ChatResponse response = script.chat(request);
            List<ToolExecutionRequest> calls = response.aiMessage().toolExecutionRequests();
            for (int i = 0; i < calls.size(); i++) {
                handler.onCompleteToolCall(new CompleteToolCall(i, calls.get(i)));
            }
            if (response.aiMessage().text() != null) {
                handler.onPartialResponse(response.aiMessage().text());
            }
            handler.onCompleteResponse(response);
        } catch (Throwable fault) {
            handler.onError(fault);
        }
    }
}
