/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A model that answers what its script says, turn by turn, and keeps what it was asked. Thread-safe. */
final class ScriptedModel implements ChatModel {
    static final String NAME = "scripted-1";

    private final List<AiMessage> script;
    private final AtomicInteger turn = new AtomicInteger();
    private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

    private ScriptedModel(List<AiMessage> script) {
        this.script = script;
    }

    static ScriptedModel of(AiMessage... turns) {
        return new ScriptedModel(List.of(turns));
    }

    /** A turn that asks for these tools, in this order. */
    static AiMessage call(ToolExecutionRequest... requests) {
        return AiMessage.from(requests);
    }

    /** A turn that asks for one tool. */
    static AiMessage call(String tool, String arguments) {
        return call(request("call-" + tool, tool, arguments));
    }

    static ToolExecutionRequest request(String id, String tool, String arguments) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name(tool)
                .arguments(arguments)
                .build();
    }

    /** A turn that answers in words. */
    static AiMessage say(String text) {
        return AiMessage.from(text);
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        requests.add(request);
        int now = turn.getAndIncrement();
        if (now >= script.size()) {
            throw new AssertionError("the script has " + script.size() + " turns, asked for one more: "
                    + request.messages().get(request.messages().size() - 1));
        }
        return ChatResponse.builder()
                .aiMessage(script.get(now))
                .modelName(NAME)
                .tokenUsage(new TokenUsage(1, 1))
                .build();
    }

    List<ChatRequest> requests() {
        return requests;
    }

    /** Every tool result that this model has been shown, in order, each once. */
    List<ToolExecutionResultMessage> resultsSeen() {
        return requests.stream()
                .flatMap(request -> request.messages().stream())
                .filter(ToolExecutionResultMessage.class::isInstance)
                .map(ToolExecutionResultMessage.class::cast)
                .distinct()
                .toList();
    }

    List<String> textsSeen() {
        return resultsSeen().stream().map(ToolExecutionResultMessage::text).toList();
    }

    /** Names of the tools offered in the request of this turn, counted from 0. */
    List<String> offered(int ofTurn) {
        return requests.get(ofTurn).toolSpecifications().stream()
                .map(tool -> tool.name())
                .toList();
    }

    @Override
    public String toString() {
        return "ScriptedModel" + Arrays.toString(script.toArray());
    }
}
