/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compensating actions are tools of their own. */
class CompensationTest {
    private final Ran ran = new Ran();

    @BeforeEach
    void onlyWhereLangChain4jHasThem() {
        assumeThat(VersionMatrixTest.has("dev.langchain4j.agent.tool.CompensateFor"))
                .as("LangChain4j has compensating actions since 1.17")
                .isTrue();
    }

    @Test
    void runWithTheArgumentsOfTheCallThatTheyUndo() {
        try (TestGuard guard = TestGuard.askingForPurpose("book", "fail", "unbook");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            CompensationPaths.book(new CompensationPaths.Records(ran));

            assertThat(ran.sightings())
                    .singleElement()
                    .extracting(Ran.Sighting::arguments)
                    .asString()
                    .matches("\\{\"(id|arg0)\":\"7\"}");
        }
    }

    @Test
    void doNotRunWhereThePolicyDoesNotKnowThem() {
        try (TestGuard guard = TestGuard.allowing("book", "fail");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            CompensationPaths.book(new CompensationPaths.Bookings(ran));

            assertThat(ran.times()).isZero();
            assertThat(guard.outcomes("unbook")).containsExactly("denied UNKNOWN_TOOL");
        }
    }
}
