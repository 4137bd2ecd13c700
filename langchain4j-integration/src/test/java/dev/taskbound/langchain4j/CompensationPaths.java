/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.request;
import static dev.taskbound.langchain4j.ScriptedModel.say;

import dev.langchain4j.agent.tool.CompensateFor;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.service.tool.ToolExecution;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Compensating actions; LangChain4j has them since 1.17. */
final class CompensationPaths {
    private CompensationPaths() {}

    static Stream<PathTest.Path> all() {
        return VersionMatrixTest.has("dev.langchain4j.agent.tool.CompensateFor")
                ? Stream.of(
                        path("compensating action", ran -> book(new Bookings(ran))),
                        path("compensating action that takes the execution", ran -> book(new Records(ran))))
                : Stream.of();
    }

    private static PathTest.Path path(String name, Consumer<Ran> run) {
        return new PathTest.Path(name, "unbook", List.of("book", "fail"), run);
    }

    static void book(Object tools) {
        ScriptedModel model =
                ScriptedModel.of(call(request("1", "book", "{\"id\":\"7\"}"), request("2", "fail", "{}")), say("ok"));
        Services.chat(model, ai -> ai.tools(tools).compensateOnToolErrors(true));
    }

    static final class Bookings {
        private final Ran ran;

        Bookings(Ran ran) {
            this.ran = ran;
        }

        @Tool
        String book(String id) {
            return "booked " + id;
        }

        @CompensateFor("book")
        void unbook(String id) {
            ran.hit(id);
        }

        @Tool
        String fail() {
            throw new IllegalStateException("jdbc:secret");
        }
    }

    static final class Records {
        private final Ran ran;

        Records(Ran ran) {
            this.ran = ran;
        }

        @Tool
        String book(String id) {
            return "booked " + id;
        }

        @CompensateFor("book")
        void unbook(ToolExecution undone) {
            ran.hit(undone.request().arguments());
        }

        @Tool
        String fail() {
            throw new IllegalStateException("jdbc:secret");
        }
    }
}
