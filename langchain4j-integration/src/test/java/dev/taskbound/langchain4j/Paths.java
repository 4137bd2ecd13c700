/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.call;
import static dev.taskbound.langchain4j.ScriptedModel.request;
import static dev.taskbound.langchain4j.ScriptedModel.say;
import static dev.taskbound.langchain4j.Services.body;
import static dev.taskbound.langchain4j.Services.chat;
import static dev.taskbound.langchain4j.Services.dynamic;
import static dev.taskbound.langchain4j.Services.specification;
import static dev.taskbound.langchain4j.Services.stream;

import dev.langchain4j.agent.tool.ReturnBehavior;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProviderResult;
import dev.langchain4j.service.tool.search.simple.SimpleToolSearchStrategy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The ways on which a LangChain4j AI service comes to run a tool. Each asks for {@code pay} once. */
final class Paths {
    private Paths() {}

    static Stream<PathTest.Path> all() {
        // Before that class, tools asked for in a reprompt were not run at all.
        return VersionMatrixTest.has("dev.langchain4j.service.ToolAwareRepromptExecutor")
                ? Stream.concat(always(), Stream.of(path("reprompt of an output guardrail", Paths::reprompt)))
                : always();
    }

    private static Stream<PathTest.Path> always() {
        return Stream.of(
                path("@Tool object", ran -> chat(pay(), ai -> ai.tools(new PayTool(ran)))),
                path("map", ran -> chat(pay(), ai -> ai.tools(Map.of(specification("pay"), body(ran))))),
                path("list of AiServiceTool", ran -> chat(pay(), ai -> ai.tools(List.<AiServiceTool>of(tool(ran))))),
                path("static provider", ran -> chat(pay(), ai -> ai.toolProvider(request -> offering("pay", ran)))),
                path("dynamic provider", ran -> chat(pay(), ai -> ai.toolProvider(dynamic(n -> offering("pay", ran))))),
                path("dynamic provider, later round", Paths::lateRound, "first"),
                path(
                        "dynamic provider, later round, streaming",
                        ran -> stream(late(), ai -> ai.toolProvider(lateProvider(ran))),
                        "first"),
                path("tool search", Paths::toolSearch, "tool_search_tool"),
                path("streaming", ran -> stream(pay(), ai -> ai.tools(new PayTool(ran)))),
                path("concurrent", Paths::concurrent, "other"),
                path(
                        "concurrent, streaming",
                        ran -> stream(
                                two(),
                                ai -> ai.executeToolsConcurrently()
                                        .tools(Map.of(
                                                specification("pay"),
                                                body(ran),
                                                specification("other"),
                                                body(new Ran())))),
                        "other"),
                path("return immediately", Paths::immediately),
                path(
                        "wrapped executor under the automatic guard",
                        ran -> chat(
                                pay(), ai -> ai.tools(TaskboundTools.wrap(Map.of(specification("pay"), body(ran)))))),
                path(
                        "wrapped objects under the automatic guard",
                        ran -> chat(pay(), ai -> ai.tools(TaskboundTools.tools(new PayTool(ran))))),
                path(
                        "wrapped provider under the automatic guard",
                        ran -> chat(
                                pay(), ai -> ai.toolProvider(TaskboundTools.wrap(request -> offering("pay", ran))))),
                path(
                        "wrapped dynamic provider, streaming",
                        ran -> stream(late(), ai -> ai.toolProvider(TaskboundTools.wrap(lateProvider(ran)))),
                        "first"));
    }

    private static PathTest.Path path(String name, Consumer<Ran> run, String... others) {
        return new PathTest.Path(name, "pay", List.of(others), run);
    }

    static final class PayTool {
        private final Ran ran;

        PayTool(Ran ran) {
            this.ran = ran;
        }

        @Tool("pays")
        String pay() {
            return ran.hit();
        }
    }

    static final class PayNow {
        private final Ran ran;

        PayNow(Ran ran) {
            this.ran = ran;
        }

        @Tool(returnBehavior = ReturnBehavior.IMMEDIATE)
        String pay() {
            return ran.hit();
        }
    }

    interface ResultBot {
        Result<String> chat(String message);
    }

    static ScriptedModel pay() {
        return ScriptedModel.of(call("pay", "{}"), say("ok"));
    }

    private static ScriptedModel late() {
        return ScriptedModel.of(call("first", "{}"), call("pay", "{}"), say("ok"));
    }

    private static ScriptedModel two() {
        return ScriptedModel.of(call(request("1", "other", "{}"), request("2", "pay", "{}")), say("ok"));
    }

    static ToolProviderResult offering(String name, Ran ran) {
        return ToolProviderResult.builder().add(specification(name), body(ran)).build();
    }

    private static AiServiceTool tool(Ran ran) {
        return AiServiceTool.builder()
                .toolSpecification(specification("pay"))
                .toolExecutor(body(ran))
                .build();
    }

    private static dev.langchain4j.service.tool.ToolProvider lateProvider(Ran ran) {
        return dynamic(round -> round == 0 ? offering("first", new Ran()) : offering("pay", ran));
    }

    private static void lateRound(Ran ran) {
        chat(late(), ai -> ai.toolProvider(lateProvider(ran)));
    }

    private static void toolSearch(Ran ran) {
        ScriptedModel model =
                ScriptedModel.of(call("tool_search_tool", "{\"terms\":[\"pay\"]}"), call("pay", "{}"), say("ok"));
        chat(
                model,
                ai -> ai.tools(new PayTool(ran))
                        .toolSearchStrategy(SimpleToolSearchStrategy.builder().build()));
        if (!model.offered(1).contains("pay")) {
            throw new AssertionError("the search result was lost: " + model.offered(1));
        }
    }

    private static void concurrent(Ran ran) {
        chat(
                two(),
                ai -> ai.executeToolsConcurrently()
                        .tools(Map.of(specification("pay"), body(ran), specification("other"), body(new Ran()))));
    }

    private static void immediately(Ran ran) {
        AiServices.builder(ResultBot.class)
                .chatModel(pay())
                .tools(new PayNow(ran))
                .build()
                .chat("go");
    }

    private static void reprompt(Ran ran) {
        AtomicBoolean first = new AtomicBoolean(true);
        OutputGuardrail again = new OutputGuardrail() {
            @Override
            public OutputGuardrailResult validate(AiMessage answer) {
                return first.getAndSet(false) ? reprompt("again", "say it again") : success();
            }
        };
        chat(
                ScriptedModel.of(say("hm"), call("pay", "{}"), say("ok")),
                ai -> ai.tools(new PayTool(ran)).outputGuardrails(again));
    }
}
