/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import java.util.Map;

/** Which model proposes the tool calls. For the guard it makes no difference: it trusts none. */
final class Models {
    private Models() {}

    /**
     * The OpenAI-compatible endpoint that {@code OPENAI_BASE_URL}, {@code OPENAI_API_KEY} and {@code OPENAI_MODEL}
     * describe, or the scripted model where neither address nor key is set.
     */
    static ChatModel from(Map<String, String> environment) {
        if (!environment.containsKey("OPENAI_BASE_URL") && !environment.containsKey("OPENAI_API_KEY")) {
            return new ScriptedModel();
        }
        return OpenAiChatModel.builder()
                .baseUrl(environment.getOrDefault("OPENAI_BASE_URL", "https://api.openai.com/v1"))
                .apiKey(environment.getOrDefault("OPENAI_API_KEY", "none"))
                .modelName(environment.getOrDefault("OPENAI_MODEL", "gpt-4o-mini"))
                .build();
    }
}
