/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.service.tool.ToolServiceContext;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wrappers where there is no automatic guard: LangChain4j's own tool service, untouched. */
class ByHandTest {
    private static final InvocationContext CONTEXT =
            InvocationContext.builder().userMessage(UserMessage.from("go")).build();

    private record Wrapper(String name, Consumer<ToolService> tools, Ran ran) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wrapper> wrappers() {
        Ran objects = new Ran();
        Ran map = new Ran();
        Ran provider = new Ran();
        return Stream.of(
                new Wrapper(
                        "objects", service -> service.tools(TaskboundTools.tools(new Paths.PayTool(objects))), objects),
                new Wrapper(
                        "map",
                        service -> service.tools(
                                TaskboundTools.wrap(Map.of(Services.specification("pay"), Services.body(map)))),
                        map),
                new Wrapper(
                        "provider",
                        service ->
                                service.toolProvider(TaskboundTools.wrap(request -> Paths.offering("pay", provider))),
                        provider));
    }

    private static ToolExecutionResult pay(Consumer<ToolService> tools) {
        ToolService service = new ToolService();
        tools.accept(service);
        return run(service, service.createContext(CONTEXT, UserMessage.from("go"), List.of()));
    }

    private static ToolExecutionResult run(ToolService service, ToolServiceContext tools) {
        return service.executeTool(CONTEXT, tools.toolExecutors(), ScriptedModel.request("1", "pay", "{}"), null, null);
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void anAllowedToolRunsOnce(Wrapper wrapper) {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            ToolExecutionResult result = pay(wrapper.tools);

            assertThat(result.resultText()).isEqualTo("done");
            assertThat(wrapper.ran.times()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void aDeniedToolDoesNotRun(Wrapper wrapper) {
        try (TestGuard guard = TestGuard.denying("pay", List.of());
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            ToolExecutionResult result = pay(wrapper.tools);

            assertThat(result.isError()).isTrue();
            assertThat(result.resultText()).startsWith("NOT_ALLOWED");
            assertThat(wrapper.ran.times()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void aToolWithoutATaskDoesNotRun(Wrapper wrapper) {
        assertThat(pay(wrapper.tools).resultText()).startsWith("NO_TASK");
        assertThat(wrapper.ran.times()).isZero();
    }

    /** A provider is asked on the caller's thread, so its tools find the task on any other. */
    @Test
    void aWrappedProviderBringsTheTaskToAnotherThread() {
        Ran ran = new Ran();
        ToolService service = new ToolService();
        service.toolProvider(TaskboundTools.wrap(request -> Paths.offering("pay", ran)));
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open()) {
            ToolServiceContext tools;
            try (Scope entered = task.makeCurrent()) {
                tools = service.createContext(CONTEXT, UserMessage.from("go"), List.of());
            }
            CompletableFuture.runAsync(() -> run(service, tools)).join();

            assertThat(ran.sightings())
                    .singleElement()
                    .extracting(Ran.Sighting::task)
                    .isSameAs(task);
        }
    }

    @ParameterizedTest
    @MethodSource("throwing")
    void whatAToolThrowsIsNotShown(Consumer<ToolService> tools) {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            assertThat(pay(tools).resultText()).isEqualTo(Failures.TEXT);
        }
    }

    static Stream<Consumer<ToolService>> throwing() {
        ToolExecutor throwing = (request, memoryId) -> {
            throw new IllegalStateException("jdbc:secret");
        };
        return Stream.of(
                service -> service.tools(TaskboundTools.wrap(Map.of(Services.specification("pay"), throwing))),
                service -> service.toolProvider(TaskboundTools.wrap(request -> ToolProviderResult.builder()
                        .add(Services.specification("pay"), throwing)
                        .build())));
    }

    @Test
    void anErrorHandlerStillFindsTheOriginal() {
        RuntimeException original = new IllegalStateException("jdbc:secret");
        ToolExecutor wrapped = TaskboundTools.wrap(Services.specification("pay"), (request, memoryId) -> {
            throw original;
        });
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            assertThatExceptionOfType(Failures.ToolFailedException.class)
                    .isThrownBy(() -> wrapped.executeWithContext(ScriptedModel.request("1", "pay", "{}"), CONTEXT))
                    .withNoCause()
                    .satisfies(e -> assertThat(e.getSuppressed()).containsExactly(original));
        }
    }

    @Test
    void theOldEntryIsGuardedToo() {
        Ran ran = new Ran();
        ToolExecutor wrapped = TaskboundTools.wrap(Services.specification("pay"), Services.body(ran));
        try (TestGuard guard = TestGuard.denying("pay", List.of());
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            assertThat(wrapped.execute(ScriptedModel.request("1", "pay", "{}"), "memory"))
                    .startsWith("NOT_ALLOWED");
            assertThat(ran.times()).isZero();
        }
    }

    @Test
    void aProviderThatOffersNothingOffersNothing() {
        ToolProviderRequest request = ToolProviderRequest.builder()
                .invocationContext(CONTEXT)
                .userMessage(UserMessage.from("go"))
                .build();

        assertThat(TaskboundTools.wrap(asked -> null).provideTools(request)).isNull();
    }

    @Test
    void aSourceHoldsNoSlash() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskboundTools.wrap(request -> null, "mcp:orders/x"))
                .withMessageContaining("without slash");
    }
}
