/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Issue: bypass tests for each path, counting runs of the tool's body: denied = 0, allowed = exactly 1. */
class PathTest {
    /**
     * @param tool the key of the tool whose body is counted
     * @param others keys of tools that the path also needs
     * @param run makes exactly one call of the tool, unless it is refused
     */
    record Path(String name, String tool, List<String> others, Consumer<Ran> run) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Path> paths() {
        return Stream.of(Paths.all(), AgentPaths.all(), McpPaths.all(), CompensationPaths.all())
                .flatMap(each -> each);
    }

    @ParameterizedTest
    @MethodSource("paths")
    void anAllowedToolRunsOnceAndFindsItsTaskItsCallAndTheCallersContext(Path path) {
        Ran ran = new Ran();
        String[] allowed =
                Stream.concat(Stream.of(path.tool), path.others.stream()).toArray(String[]::new);
        try (TestGuard guard = TestGuard.allowing(allowed);
                TaskScope task = guard.open()) {
            run(path, ran, task);

            assertThat(ran.times()).isEqualTo(1);
            assertThat(ran.sightings()).first().satisfies(seen -> {
                assertThat(seen.task()).isSameAs(task);
                assertThat(seen.call()).isEqualTo(path.tool);
                assertThat(seen.caller()).isEqualTo("here");
            });
            assertThat(guard.outcomes(path.tool)).containsExactly("started", "succeeded");
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aDeniedToolDoesNotRun(Path path) {
        Ran ran = new Ran();
        try (TestGuard guard = TestGuard.denying(path.tool, path.others);
                TaskScope task = guard.open()) {
            ignoringFailure(() -> run(path, ran, task));

            assertThat(ran.times()).isZero();
            assertThat(guard.outcomes(path.tool)).containsExactly("denied NOT_ALLOWED");
        }
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aToolWithoutATaskDoesNotRun(Path path) {
        Ran ran = new Ran();

        ignoringFailure(() -> path.run.accept(ran));

        assertThat(ran.times()).isZero();
    }

    @ParameterizedTest
    @MethodSource("paths")
    void aToolOfATaskThatIsOverDoesNotRun(Path path) {
        Ran ran = new Ran();
        String[] allowed =
                Stream.concat(Stream.of(path.tool), path.others.stream()).toArray(String[]::new);
        try (TestGuard guard = TestGuard.allowing(allowed)) {
            TaskScope task = guard.open();
            task.close();

            ignoringFailure(() -> run(path, ran, task));

            assertThat(ran.times()).isZero();
        }
    }

    private static void run(Path path, Ran ran, TaskScope task) {
        Context caller = task.in(Context.root().with(Ran.CALLER, "here"));
        try (Scope entered = caller.makeCurrent()) {
            path.run.accept(ran);
        }
    }

    /** Some paths tell a refusal by an exception; what counts here is that nothing ran. */
    private static void ignoringFailure(Runnable path) {
        try {
            path.run();
        } catch (RuntimeException | AssertionError e) {
            assertThat(e).as("an exception of the framework, not of the test").isNotNull();
        }
    }
}
