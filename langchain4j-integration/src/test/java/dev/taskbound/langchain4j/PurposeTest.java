/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.McpToolProvider;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.internal.json.PurposeText;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model's own reason for a call: asked for where the guard says so, stripped, recorded, never trusted. */
class PurposeTest {
    private static final ToolSpecification PAY = ToolSpecification.builder()
            .name("pay")
            .parameters(JsonObjectSchema.builder()
                    .addStringProperty("to")
                    .required("to")
                    .build())
            .build();

    private final Ran ran = new Ran();
    private final ScriptedModel model =
            ScriptedModel.of(call("pay", "{\"call_purpose\":\"the user asked\",\"to\":\"alice\"}"), say("ok"));

    private TestGuard chat(TestGuard guard, ScriptedModel script, Consumer<AiServices<Services.Bot>> more) {
        try (guard;
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(script, more);
        }
        return guard;
    }

    @Test
    void isAskedForStrippedAndRecorded() {
        TestGuard guard =
                chat(TestGuard.askingForPurpose("pay"), model, ai -> ai.tools(Map.of(PAY, Services.body(ran))));

        assertThat(shown(model, 0)).containsExactlyInAnyOrder("to", "call_purpose");
        assertThat(ran.sightings())
                .singleElement()
                .extracting(Ran.Sighting::arguments)
                .isEqualTo("{\"to\":\"alice\"}");
        assertThat(guard.events("pay"))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.attributes()).containsEntry("purpose", "the user asked"));
    }

    @Test
    void isNotAskedForUnlessTheGuardSaysSo() {
        chat(TestGuard.allowing("pay"), model, ai -> ai.tools(Map.of(PAY, Services.body(ran))));

        assertThat(shown(model, 0)).containsExactly("to");
        assertThat(ran.times()).as("an argument that the tool does not have").isZero();
    }

    @Test
    void aCallWithoutOneRunsAllTheSame() {
        ScriptedModel silent = ScriptedModel.of(call("pay", "{\"to\":\"alice\"}"), say("ok"));
        chat(TestGuard.askingForPurpose("pay"), silent, ai -> ai.tools(Map.of(PAY, Services.body(ran))));

        assertThat(ran.times()).isEqualTo(1);
    }

    @Test
    void isAskedForByDynamicProvidersOfLaterRoundsToo() {
        ScriptedModel late = ScriptedModel.of(
                call("first", "{}"), call("pay", "{\"to\":\"alice\",\"call_purpose\":\"why\"}"), say("ok"));
        chat(
                TestGuard.askingForPurpose("first", "pay"),
                late,
                ai -> ai.toolProvider(Services.dynamic(round -> round == 0
                        ? Paths.offering("first", new Ran())
                        : ToolProviderResult.builder()
                                .add(PAY, Services.body(ran))
                                .build())));

        assertThat(shown(late, 1)).contains("call_purpose");
        assertThat(ran.sightings())
                .singleElement()
                .extracting(Ran.Sighting::arguments)
                .isEqualTo("{\"to\":\"alice\"}");
    }

    @Test
    void isStrippedBeforeAServerIsCalledThroughAWrappedClient() {
        McpToolProvider provider = McpToolProvider.builder()
                .mcpClients(TaskboundMcp.wrap(FakeMcpClient.of("bank", List.of(PAY), ran)))
                .build();
        TestGuard guard = chat(TestGuard.askingForPurpose("mcp:bank/pay"), model, ai -> ai.toolProvider(provider));

        assertThat(ran.sightings())
                .singleElement()
                .extracting(Ran.Sighting::arguments)
                .isEqualTo("pay{\"to\":\"alice\"}");
        assertThat(guard.events("mcp:bank/pay"))
                .allSatisfy(event -> assertThat(event.attributes()).containsEntry("purpose", "the user asked"));
    }

    @Test
    void aToolThatHasSuchAParameterItselfKeepsIt() {
        ToolSpecification own = PAY.toBuilder()
                .parameters(PAY.parameters().toBuilder()
                        .addStringProperty("call_purpose")
                        .build())
                .build();
        chat(TestGuard.askingForPurpose("pay"), model, ai -> ai.tools(Map.of(own, Services.body(ran))));

        assertThat(ran.sightings())
                .singleElement()
                .extracting(Ran.Sighting::arguments)
                .isEqualTo("{\"call_purpose\":\"the user asked\",\"to\":\"alice\"}");
    }

    private static List<String> shown(ScriptedModel model, int turn) {
        return model.requests().get(turn).toolSpecifications().stream()
                .filter(tool -> tool.name().equals("pay"))
                .flatMap(tool -> tool.parameters().properties().keySet().stream())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"call_purpose\":\"p\"}                         | {}                          | p",
                "{\"a\":1,\"call_purpose\":\"p\"}                 | {\"a\":1}                   | p",
                "{\"call_purpose\":\"p\",\"a\":1}                 | {\"a\":1}                   | p",
                "{\"a\":1 , \"call_purpose\" : \"p\" , \"b\":2}   | {\"a\":1 ,  \"b\":2}        | p",
                "{\"call_purpose\":\"p\\u0022,}\"}                | {}                          | p\",}",
                "{\"call_purpose\":{\"x\":[1]},\"a\":1}           | {\"a\":1}                   |",
                "{\"call_purpose\":12}                            | {}                          |",
                "{\"a\":{\"call_purpose\":\"p\"}}                 | {\"a\":{\"call_purpose\":\"p\"}} |",
                "{\"a\":1}                                        | {\"a\":1}                   |",
                "{\"call_purpose\":\"p\",\"call_purpose\":\"q\"}  | {\"call_purpose\":\"q\"}    | p",
                "{\"a\":1,\"a\":2,\"call_purpose\":\"p\"} trailing| {\"a\":1,\"a\":2} trailing  | p",
                "{\"call_purpose\":\"p\"                          | {\"call_purpose\":\"p\"     |",
                "not json                                         | not json                    |",
            })
    void isCutOutAndTheRestStaysAsItWas(String text, String rest, String purpose) {
        PurposeText split = PurposeText.cutOut(text);

        if (text.endsWith("\"p\"") && !text.endsWith("}")) {
            assertThat(split.arguments())
                    .as("torn text stays something that is refused")
                    .doesNotEndWith("}");
            return;
        }
        assertThat(split.arguments()).isEqualTo(rest);
        assertThat(split.purpose()).isEqualTo(purpose);
    }

    /** Whatever the model writes, cutting never fails and never leaves more than was there. */
    @RepeatedTest(200)
    void neverFailsOnAnyText(RepetitionInfo repetition) {
        SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
        String[] pieces = {
            "{", "}", "[", "]", ",", ":", "\"call_purpose\"", "\"a\"", "1", "null", " ", "\"", "\\", "\ud800"
        };
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(12); i >= 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }

        PurposeText split = PurposeText.cutOut(text.toString());

        assertThat(split.arguments())
                .as("seed %d: %s", repetition.getCurrentRepetition(), text)
                .hasSizeLessThanOrEqualTo(text.length());
    }
}
