/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.AiServices;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.Test;

/** Where the task of an invocation is found, in which order, and that nothing from outside names one. */
class TaskLookupTest {
    private final Ran ran = new Ran();
    private final ScriptedModel model = Paths.pay();

    private void chat(InvocationParameters parameters) {
        AiServices.builder(Services.ParameterBot.class)
                .chatModel(model)
                .tools(new Paths.PayTool(ran))
                .build()
                .chat("go", parameters);
    }

    @Test
    void theParameterComesBeforeTheContext() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TestGuard other = TestGuard.denying("pay", java.util.List.of());
                TaskScope task = guard.open();
                TaskScope current = other.open();
                Scope entered = current.makeCurrent()) {
            chat(TaskboundParameters.of(task));

            assertThat(ran.sightings())
                    .singleElement()
                    .extracting(Ran.Sighting::task)
                    .isSameAs(task);
        }
    }

    @Test
    void theContextComesBeforeAProvider() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TestGuard other = TestGuard.denying("pay", java.util.List.of());
                TaskScope task = guard.open();
                TaskScope held = other.open();
                Scope entered = task.makeCurrent()) {
            HeldTask.HELD.set(held);
            chat(new InvocationParameters());

            assertThat(ran.sightings())
                    .singleElement()
                    .extracting(Ran.Sighting::task)
                    .isSameAs(task);
        } finally {
            HeldTask.HELD.remove();
        }
    }

    @Test
    void aProviderThatServiceLoaderFindsIsAsked() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open()) {
            HeldTask.HELD.set(task);
            chat(new InvocationParameters());

            assertThat(ran.sightings())
                    .singleElement()
                    .extracting(Ran.Sighting::task)
                    .isSameAs(task);
        } finally {
            HeldTask.HELD.remove();
        }
    }

    @Test
    void aProviderReachesToolsOnOtherThreads() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open()) {
            HeldTask.HELD.set(task);
            Services.stream(model, ai -> ai.tools(new Paths.PayTool(ran)));

            assertThat(ran.sightings()).singleElement().satisfies(seen -> {
                assertThat(seen.task()).isSameAs(task);
                assertThat(seen.thread()).isEqualTo(StreamingScriptedModel.THREAD);
            });
        } finally {
            HeldTask.HELD.remove();
        }
    }

    @Test
    void withoutATaskTheModelIsToldSo() {
        chat(new InvocationParameters());

        assertThat(ran.times()).isZero();
        assertThat(model.resultsSeen()).singleElement().satisfies(result -> {
            assertThat(result.text()).startsWith("NO_TASK: ");
            assertThat(result.isError()).isTrue();
        });
    }

    /** DESIGN, "Where trust starts": baggage and headers from outside never name a task. */
    @Test
    void baggageNamesNoTask() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = Baggage.builder()
                        .put(TaskboundParameters.TASK, task.task().id())
                        .put("taskbound-task", task.task().id())
                        .build()
                        .makeCurrent()) {
            chat(new InvocationParameters());

            assertThat(ran.times()).isZero();
        }
    }

    @Test
    void anIdInTheParametersIsNoTask() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open()) {
            InvocationParameters named = InvocationParameters.from(
                    TaskboundParameters.TASK, task.task().id());

            assertThatIllegalArgumentException()
                    .isThrownBy(() -> chat(named))
                    .withMessageContaining("expected a TaskScope, found java.lang.String");
            assertThat(ran.times()).isZero();
        }
    }

    @Test
    void theModelsNameIsReportedToTheTask() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            chat(new InvocationParameters());

            assertThat(guard.events("pay"))
                    .allSatisfy(event -> assertThat(event.attributes()).containsEntry("model", ScriptedModel.NAME));
        }
    }
}
