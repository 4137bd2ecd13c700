/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.taskbound.internal.json.PurposeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameter in which the model is asked why it makes a call. It is added to what the model is shown and cut out of
 * what it answers, before the arguments are checked: it is recorded, and never trusted.
 */
final class PurposeParameter {
    static final String NAME = PurposeText.PARAMETER;

    private PurposeParameter() {}

    /** Whether the parameter is ours in this tool: one that has such a parameter itself keeps it. */
    static boolean isAddedTo(@Nullable ToolSpecification specification) {
        return specification != null
                && (specification.parameters() == null
                        || !specification.parameters().properties().containsKey(NAME));
    }

    static ToolSpecification addTo(ToolSpecification specification) {
        if (!isAddedTo(specification)) {
            return specification;
        }
        JsonObjectSchema parameters = specification.parameters();
        JsonObjectSchema.Builder shown = parameters == null ? JsonObjectSchema.builder() : parameters.toBuilder();
        List<String> required = new ArrayList<>();
        if (parameters != null && parameters.required() != null) {
            required.addAll(parameters.required());
        }
        required.add(NAME);
        return specification.toBuilder()
                .parameters(shown.addStringProperty(NAME, PurposeText.DESCRIPTION)
                        .required(required)
                        .build())
                .build();
    }
}
