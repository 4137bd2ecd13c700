/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.DefaultToolExecutor;
import dev.langchain4j.service.tool.ToolErrorHandlerResult;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolService;
import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the model is shown of refusals and failures: short, stable, and never the text of an exception. */
class ModelViewTest {
    private static final String SECRET = "jdbc:postgresql://db?password=hunter2";

    private final ScriptedModel model = ScriptedModel.of(call("fail", "{}"), say("ok"));

    private ToolExecutionResultMessage seen(TestGuard guard, Consumer<AiServices<Services.Bot>> more) {
        try (guard;
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(model, more);
            return model.resultsSeen().get(0);
        }
    }

    static final class Failing {
        private final RuntimeException failure;

        Failing(RuntimeException failure) {
            this.failure = failure;
        }

        @Tool
        String fail() {
            throw failure;
        }
    }

    @Test
    void aRefusalIsAnErrorWithTheReasonsCodeAndText() {
        ToolExecutionResultMessage seen = seen(
                TestGuard.denying("fail", List.of()), ai -> ai.tools(new Failing(new IllegalStateException(SECRET))));

        assertThat(seen.isError()).isTrue();
        assertThat(seen.text()).isEqualTo("NOT_ALLOWED: " + ReasonCode.NOT_ALLOWED.text());
    }

    @Test
    void aBadArgumentIsNamedSoThatTheModelCanMendIt() {
        ScriptedModel wrong = ScriptedModel.of(call("add", "{\"a\":\"5\",\"b\":1}"), say("ok"));
        Ran ran = new Ran();
        try (TestGuard guard = TestGuard.allowing("add");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Services.chat(wrong, ai -> ai.tools(new Adding(ran)));
        }
        assertThat(ran.times()).as("LangChain4j alone would make 5 of \"5\"").isZero();
        assertThat(wrong.textsSeen()).singleElement().asString().startsWith("BAD_ARGUMENTS: ");
        assertThat(wrong.textsSeen().get(0)).containsPattern("\\ba\\b");
    }

    static final class Adding {
        private final Ran ran;

        Adding(Ran ran) {
            this.ran = ran;
        }

        @Tool
        int add(int a, int b) {
            ran.hit(CallContext.current().orElseThrow().arguments());
            return a + b;
        }
    }

    @Test
    void whatAToolThrowsIsNotShown() {
        ToolExecutionResultMessage seen =
                seen(TestGuard.allowing("fail"), ai -> ai.tools(new Failing(new IllegalStateException(SECRET))));

        assertThat(seen.isError()).isTrue();
        assertThat(seen.text()).isEqualTo(Failures.TEXT);
    }

    @Test
    void whatAnExecutorThrowsIsNotShown() {
        ToolExecutor throwing = (request, memoryId) -> {
            throw new IllegalStateException(SECRET);
        };
        ToolExecutionResultMessage seen =
                seen(TestGuard.allowing("fail"), ai -> ai.tools(Map.of(Services.specification("fail"), throwing)));

        assertThat(seen.text()).isEqualTo(Failures.TEXT);
    }

    /** An executor built by hand turns what the method threw into a result itself. */
    @Test
    void whatAMethodThrowsIsNotShownByAnExecutorMadeByHandEither() throws NoSuchMethodException {
        Failing tool = new Failing(new IllegalStateException(SECRET));
        ToolExecutor executor = new DefaultToolExecutor(tool, Failing.class.getDeclaredMethod("fail"));
        ToolExecutionResultMessage seen =
                seen(TestGuard.allowing("fail"), ai -> ai.tools(Map.of(Services.specification("fail"), executor)));

        assertThat(seen.isError()).isTrue();
        assertThat(seen.text()).isEqualTo(Failures.TEXT);
    }

    @Test
    void anErrorHandlerOfTheApplicationDecidesAndGetsTheOriginal() {
        RuntimeException original = new IllegalStateException(SECRET);
        AtomicReference<Throwable> handled = new AtomicReference<>();
        ToolExecutionResultMessage seen = seen(
                TestGuard.allowing("fail"),
                ai -> ai.tools(new Failing(original)).toolExecutionErrorHandler((error, context) -> {
                    handled.set(error);
                    return ToolErrorHandlerResult.text("try later");
                }));

        assertThat(handled.get()).isSameAs(original);
        assertThat(seen.text()).isEqualTo("try later");
    }

    @Test
    void anErrorHandlerOfTheApplicationCannotTurnARefusalIntoSomethingElse() {
        ToolExecutionResultMessage seen = seen(
                TestGuard.denying("fail", List.of()),
                ai -> ai.tools(new Failing(new IllegalStateException()))
                        .toolExecutionErrorHandler((error, context) -> ToolErrorHandlerResult.text("all is well")));

        assertThat(seen.isError()).isTrue();
        assertThat(seen.text()).startsWith("NOT_ALLOWED");
    }

    @Test
    void aRefusalInsideTheToolIsShownAsOne() {
        ToolExecutionResultMessage seen = seen(
                TestGuard.allowing("fail"),
                ai -> ai.tools(new Failing(new ToolCallDeniedException(ReasonCode.DESTINATION_NOT_ALLOWED))));

        assertThat(seen.isError()).isTrue();
        assertThat(seen.text()).startsWith("DESTINATION_NOT_ALLOWED: ");
    }

    @Test
    void whatFailsIsRecordedAsFailed() {
        TestGuard guard = TestGuard.allowing("fail");
        seen(guard, ai -> ai.tools(new Failing(new IllegalStateException(SECRET))));

        assertThat(guard.outcomes("fail")).containsExactly("started", "failed");
        assertThat(guard.audit.records().toString()).doesNotContain("hunter2");
    }

    @Test
    void anErrorThatAToolReportsReachesTheModelAndIsRecordedAsFailed() {
        TestGuard guard = TestGuard.allowing("fail");
        ToolExecutionResultMessage seen =
                seen(guard, ai -> ai.tools(Map.of(Services.specification("fail"), reporting("no such order"))));

        assertThat(seen.isError()).isTrue();
        assertThat(seen.text()).isEqualTo("no such order");
        assertThat(guard.outcomes("fail")).containsExactly("started", "failed");
    }

    private static ToolExecutor reporting(String error) {
        return new ToolExecutor() {
            @Override
            public String execute(ToolExecutionRequest request, Object memoryId) {
                throw new AssertionError("executeWithContext is there");
            }

            @Override
            public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
                return ToolExecutionResult.builder()
                        .isError(true)
                        .resultText(error)
                        .build();
            }
        };
    }

    static final class Drawing {
        @Tool
        Image fail() {
            return Image.builder().base64Data("AAAA").mimeType("image/png").build();
        }
    }

    @Test
    void anImagePassesAsItIs() {
        ToolExecutionResultMessage seen = seen(TestGuard.allowing("fail"), ai -> ai.tools(new Drawing()));

        assertThat(seen.isError()).isFalse();
        assertThat(seen.contents()).hasSize(1);
    }

    /** Without the automatic guard, LangChain4j's own default handler would show the message. */
    @Test
    void whatAToolWrappedByHandThrowsIsNotShown() {
        RuntimeException original = new IllegalStateException(SECRET);
        ToolService plain = new ToolService();
        plain.tools(TaskboundTools.tools(new Failing(original)));
        try (TestGuard guard = TestGuard.allowing("fail");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            ToolExecutionResult result = plain.executeTool(
                    InvocationContext.builder().build(),
                    plain.toolExecutors(),
                    ScriptedModel.request("1", "fail", "{}"),
                    null,
                    null);

            assertThat(result.isError()).isTrue();
            assertThat(result.resultText()).isEqualTo(Failures.TEXT);
        }
    }
}
