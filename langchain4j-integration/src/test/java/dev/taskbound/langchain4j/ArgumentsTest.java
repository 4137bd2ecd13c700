/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.AiServices;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN, step 2: the very bytes that were checked are what the tool receives, and the tool's schema is strict. */
class ArgumentsTest {
    private final Ran ran = new Ran();

    private List<String> seen(String tool, String arguments, Consumer<AiServices<Services.Bot>> more) {
        ScriptedModel model = ScriptedModel.of(call(tool, arguments), say("ok"));
        try (TestGuard guard = TestGuard.allowing(tool);
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(model, more);
        }
        return model.textsSeen();
    }

    private static ToolSpecification pay() {
        return ToolSpecification.builder()
                .name("pay")
                .parameters(JsonObjectSchema.builder()
                        .addStringProperty("to")
                        .addNumberProperty("amount")
                        .required("to", "amount")
                        .build())
                .build();
    }

    @Test
    void theExecutorReceivesTheCanonicalForm() {
        seen(
                "pay",
                " { \"to\" : \"a\\u006cice\", \"amount\" : 5.00e1 } ",
                ai -> ai.tools(Map.of(pay(), Services.body(ran))));

        assertThat(ran.sightings())
                .singleElement()
                .extracting(Ran.Sighting::arguments)
                .isEqualTo("{\"amount\":50,\"to\":\"alice\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\":\"alice\",\"amount\":\"50\"}",
                "{\"to\":\"alice\"}",
                "{\"to\":\"alice\",\"amount\":1,\"amount\":50}",
                "{\"to\":\"alice\",\"amount\":50,\"note\":\"x\"}",
                "{\"to\":\"alice\",\"amount\":50} {}",
                "{\"to\":\"alice\",\"amount\":NaN}",
                "[]",
                "not json"
            })
    void whatIsNotStrictlyTheToolsSchemaDoesNotRun(String arguments) {
        List<String> seen = seen("pay", arguments, ai -> ai.tools(Map.of(pay(), Services.body(ran))));

        assertThat(ran.times()).isZero();
        assertThat(seen).singleElement().asString().startsWith("BAD_ARGUMENTS");
    }

    static final class Searching {
        private final Ran ran;

        Searching(Ran ran) {
            this.ran = ran;
        }

        @Tool
        String search(
                @P("words") String words,
                @P(value = "most", required = false) Integer most,
                Map<String, Integer> weights) {
            return ran.hit(words + " " + most + " " + weights);
        }
    }

    /** In strict mode a model must write every parameter, and null for one that it leaves out. */
    @Test
    void nullForAnOptionalParameterIsLeavingItOut() {
        seen("search", "{\"words\":\"a\",\"most\":null,\"weights\":{}}", ai -> ai.tools(new Searching(ran)));

        assertThat(ran.sightings())
                .singleElement()
                .extracting(Ran.Sighting::arguments)
                .isEqualTo("a null {}");
    }

    @Test
    void nullForARequiredParameterIsRefused() {
        seen("search", "{\"words\":null,\"weights\":{}}", ai -> ai.tools(new Searching(ran)));

        assertThat(ran.times()).isZero();
    }

    /** LangChain4j describes a map as an object without properties. */
    @Test
    void aMapTakesAnyKeys() {
        seen("search", "{\"words\":\"a\",\"weights\":{\"x\":1}}", ai -> ai.tools(new Searching(ran)));

        assertThat(ran.sightings())
                .singleElement()
                .extracting(Ran.Sighting::arguments)
                .isEqualTo("a null {x=1}");
    }
}
