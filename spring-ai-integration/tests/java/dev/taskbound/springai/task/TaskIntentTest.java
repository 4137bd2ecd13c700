/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ReasonCode;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.springai.TaskCarrier;
import dev.taskbound.springai.boot.Application;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Issue: an annotation on a method names the intent and binds parameters; the task ends when the method's work does. */
@Timeout(60)
class TaskIntentTest {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools: { look: { action: read } }
            intents:
              assist: { open: { agents: [helper] }, allow: [ { tool: look } ] }
              one: { open: { agents: [helper] }, parameters: { order: string }, allow: [ { tool: look } ] }
              many:
                open: { agents: [helper] }
                parameters: { order: string, orders: list, amount: number, urgent: boolean }
                allow: [ { tool: look } ]
            """;

    @TempDir
    private Path directory;

    /** A service of an application; each method answers the task that was current in it. */
    static class Service {
        private final CompletableFuture<String> later = new CompletableFuture<>();
        private int runs;

        /** Not the proxy's own. */
        int runs() {
            return runs;
        }

        void finish() {
            later.complete("done");
        }

        private TaskScope task() {
            runs++;
            return TaskScope.current().orElseThrow();
        }

        @TaskIntent("many")
        TaskScope plain(
                @TaskStatement String words,
                @TaskParameter String order,
                @TaskParameter("orders") List<String> all,
                @TaskParameter Optional<BigDecimal> amount,
                @TaskParameter(fromModel = true) Boolean urgent,
                String unrelated) {
            return task();
        }

        @TaskIntent("assist")
        void failing(Consumer<TaskScope> seen) {
            seen.accept(task());
            throw new IllegalStateException("as it is");
        }

        @TaskIntent("assist")
        CompletableFuture<String> later(Consumer<TaskScope> seen) {
            seen.accept(task());
            return later;
        }

        @TaskIntent("assist")
        Callable<TaskScope> callable() {
            return this::task;
        }

        @TaskIntent("assist")
        Mono<TaskScope> mono() {
            TaskScope task = task();
            return Mono.deferContextual(context ->
                    Mono.just(((TaskCarrier.Carried) context.get(TaskCarrier.KEY)).task() == task ? task : null));
        }

        @TaskIntent("assist")
        Flux<Boolean> flux(Consumer<TaskScope> seen) {
            TaskScope task = task();
            seen.accept(task);
            return Flux.just(1, 2, 3).map(each -> task.isOpen());
        }

        @TaskIntent("unheard_of")
        void unknown() {
            runs++;
        }

        @TaskIntent("one")
        TaskScope object(@TaskParameter Object order) {
            return task();
        }
    }

    private void withService(Consumer<Service> test) {
        Application.with(directory, POLICY)
                .withBean(Service.class)
                .run(context -> test.accept(context.getBean(Service.class)));
    }

    @AfterEach
    void nobody() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theTaskHasTheArgumentsTheStatementAndTheUser() {
        user("ann");
        withService(service -> {
            TaskScope task =
                    service.plain("please", "o-1", List.of("a", "b"), Optional.of(new BigDecimal("9.50")), true, "x");

            assertThat(task.task().intent()).isEqualTo("many");
            assertThat(task.task().parameters())
                    .containsAllEntriesOf(Map.of("order", "o-1", "orders", List.of("a", "b"), "urgent", true))
                    .hasEntrySatisfying(
                            "amount", amount -> assertThat(amount.toString()).startsWith("9.5"));
            assertThat(task.task().modelParameters()).containsExactly("urgent");
            assertThat(task.task().subject()).contains("ann");
            assertThat(task.task().principal().roles()).containsExactly("SUPPORT");
            assertThat(task.isOpen()).as("after the method").isFalse();
        });
    }

    private static void user(String name) {
        SecurityContextHolder.getContext().setAuthentication(new TestingAuthenticationToken(name, "", "ROLE_SUPPORT"));
    }

    @Test
    void aMethodThatFailsEndsItsTaskAndItsExceptionStays() {
        withService(service -> {
            TaskScope[] seen = new TaskScope[1];
            assertThatThrownBy(() -> service.failing(task -> seen[0] = task))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("as it is");
            assertThat(seen[0].isOpen()).isFalse();
            assertThat(TaskScope.current()).isEmpty();
        });
    }

    @Test
    void aFutureEndsItsTaskWhenItIsDone() {
        withService(service -> {
            TaskScope[] seen = new TaskScope[1];
            CompletableFuture<String> answer = service.later(task -> seen[0] = task);
            assertThat(seen[0].isOpen()).isTrue();
            assertThat(TaskScope.current()).as("on the caller's thread").isEmpty();

            service.finish();

            assertThat(answer).isCompletedWithValue("done");
            assertThat(seen[0].isOpen()).isFalse();
        });
    }

    @Test
    void aFutureThatIsCancelledEndsItsTask() {
        withService(service -> {
            TaskScope[] seen = new TaskScope[1];
            service.later(task -> seen[0] = task).cancel(false);
            assertThat(seen[0].isOpen()).isFalse();
        });
    }

    @Test
    void aCallableIsOneTaskWhereItIsCalled() {
        withService(service -> {
            Callable<TaskScope> callable = service.callable();
            TaskScope task = CompletableFuture.supplyAsync(() -> {
                        try {
                            return callable.call();
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    })
                    .join();
            assertThat(task.isOpen()).isFalse();
        });
    }

    @Test
    void eachSubscriptionIsATask() {
        withService(service -> {
            Mono<TaskScope> mono = service.mono();
            assertThat(service.runs()).as("before somebody subscribes").isZero();

            TaskScope first = mono.block();
            TaskScope second = mono.block();

            assertThat(first).isNotSameAs(second);
            assertThat(first.isOpen() || second.isOpen()).isFalse();
        });
    }

    @Test
    void aStreamIsWithinItsTaskToTheEnd() {
        withService(service -> {
            TaskScope[] seen = new TaskScope[1];
            assertThat(service.flux(task -> seen[0] = task).collectList().block())
                    .containsExactly(true, true, true);
            assertThat(seen[0].isOpen()).isFalse();

            service.flux(task -> seen[0] = task).take(1).blockLast();
            assertThat(seen[0].isOpen()).as("cancelled").isFalse();
        });
    }

    @Test
    void aStreamIsForTheUserOfItsReactorContext() {
        withService(service -> assertThat(service.mono()
                        .contextWrite(ReactiveSecurityContextHolder.withAuthentication(
                                new TestingAuthenticationToken("bob", "", "ROLE_USER")))
                        .block()
                        .task()
                        .subject())
                .contains("bob"));
    }

    @Test
    void aTaskThatMayNotBeOpenedRunsNothing() {
        withService(service -> {
            assertThatThrownBy(service::unknown)
                    .isInstanceOfSatisfying(
                            ToolCallDeniedException.class,
                            denial -> assertThat(denial.reason()).isEqualTo(ReasonCode.UNKNOWN_INTENT));
            assertThat(service.runs()).isZero();
        });
    }

    @Test
    void anArgumentThatAPolicyCannotCompareIsRefused() {
        withService(service -> {
            assertThat(service.object(Optional.of("o-1")).task().parameters()).containsEntry("order", "o-1");
            assertThatThrownBy(() -> service.object(new Object()))
                    .hasMessageContaining("Service.object: the parameter order is a Object");
            assertThatThrownBy(() -> service.object(null))
                    .as("left out, and the policy wants it")
                    .isInstanceOf(ToolCallDeniedException.class);
            assertThat(service.runs()).isEqualTo(1);
        });
    }
}
