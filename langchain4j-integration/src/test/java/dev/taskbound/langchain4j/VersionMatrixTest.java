/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The build runs these tests on two versions of LangChain4j; this one fails when a run has another than it says. */
class VersionMatrixTest {
    private final String expected = System.getProperty("langchain4j.expected", "");

    @Test
    void runsOnTheVersionThatTheBuildNames() {
        assertThat(List.of(AiServices.class, ChatModel.class, AgenticServices.class))
                .extracting(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .allSatisfy(jar -> assertThat(jar).contains("-" + expected));
    }

    /** Whether this version has a type; what it brought did not need guarding before. */
    static boolean has(String type) {
        try {
            Class.forName(type, false, VersionMatrixTest.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
