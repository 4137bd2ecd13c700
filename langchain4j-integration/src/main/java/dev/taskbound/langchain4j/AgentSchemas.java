/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agentic.internal.AgentInvoker;
import dev.langchain4j.agentic.planner.AgentArgument;
import dev.langchain4j.internal.JsonSchemaElementUtils;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.taskbound.ToolDescriptor;
import java.util.LinkedHashMap;

/** What a non-AI agent looks like as a tool. */
final class AgentSchemas {
    private AgentSchemas() {}

    static ToolDescriptor describe(AgentInvoker agent) {
        JsonObjectSchema.Builder schema = JsonObjectSchema.builder();
        for (AgentArgument argument : agent.arguments()) {
            // LangChain4j's own arguments (@MemoryId, @AgenticScope) are not taken from the model.
            if (!argument.name().startsWith("@")) {
                schema.addProperty(argument.name(), element(argument));
            }
        }
        String description = agent.description();
        return ToolDescriptor.named(agent.name())
                .withDescription(description == null ? "" : description)
                .withSchema(Schemas.json(schema.build()))
                .withImplementation(agent.method().toGenericString());
    }

    private static JsonSchemaElement element(AgentArgument argument) {
        Class<?> type = argument.rawType();
        return type == Object.class
                ? JsonRawSchema.from("{}")
                : JsonSchemaElementUtils.jsonSchemaElementFrom(
                        type, argument.type(), null, false, new LinkedHashMap<>());
    }
}
