/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static dev.taskbound.langchain4j.ScriptedModel.say;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.supervisor.SupervisorResponseStrategy;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The ways on which agents of langchain4j-agentic come to run a tool, or are one. */
final class AgentPaths {
    private AgentPaths() {}

    static Stream<PathTest.Path> all() {
        return Stream.of(
                path(
                        "agent in a sequence",
                        ran -> AgenticServices.sequenceBuilder()
                                .subAgents(helper(ran))
                                .outputKey("h")
                                .build()
                                .invoke(Map.of("request", "q"))),
                path("agents in parallel, on an executor that carries the context", AgentPaths::parallel),
                path("agent of a supervisor", ran -> supervise(helper(ran), "help", "{\"request\":\"q\"}")),
                transfer(
                        "non-AI agent of a supervisor",
                        ran -> supervise(TaskboundAgents.wrap(new Transfers(ran)), "transfer", "{\"amount\":5}")),
                transfer("non-AI agent in a sequence", ran -> sequence(TaskboundAgents.wrap(new Transfers(ran)))),
                transfer(
                        "asynchronous non-AI agent in a sequence",
                        ran -> sequence(TaskboundAgents.wrap(new AsyncTransfers(ran)))));
    }

    private static PathTest.Path path(String name, Consumer<Ran> run) {
        return new PathTest.Path(name, "pay", List.of(), run);
    }

    private static PathTest.Path transfer(String name, Consumer<Ran> run) {
        return new PathTest.Path(name, "transfer", List.of(), run);
    }

    public interface Helper {
        @UserMessage("help {{request}}")
        @Agent(value = "helps", outputKey = "h")
        String help(@V("request") String request);
    }

    public interface Talker {
        @UserMessage("talk {{request}}")
        @Agent(value = "talks", outputKey = "t")
        String talk(@V("request") String request);
    }

    public static final class Transfers {
        private final Ran ran;

        Transfers(Ran ran) {
            this.ran = ran;
        }

        @Agent(value = "transfers money", outputKey = "r")
        public String transfer(@V("amount") Integer amount) {
            return ran.hit(String.valueOf(amount));
        }
    }

    public static final class AsyncTransfers {
        private final Ran ran;

        AsyncTransfers(Ran ran) {
            this.ran = ran;
        }

        @Agent(value = "transfers money", outputKey = "r", async = true)
        public String transfer(@V("amount") Integer amount) {
            return ran.hit(String.valueOf(amount));
        }
    }

    static Helper helper(Ran ran) {
        return AgenticServices.agentBuilder(Helper.class)
                .chatModel(Paths.pay())
                .tools(new Paths.PayTool(ran))
                .build();
    }

    static Talker talker() {
        return AgenticServices.agentBuilder(Talker.class)
                .chatModel(ScriptedModel.of(say("hello")))
                .build();
    }

    private static void parallel(Ran ran) {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            AgenticServices.parallelBuilder()
                    .subAgents(helper(ran), talker())
                    .executor(Context.taskWrapping(pool))
                    .outputKey("h")
                    .build()
                    .invoke(Map.of("request", "q"));
        } finally {
            pool.shutdown();
        }
    }

    private static void supervise(Object agent, String name, String arguments) {
        ScriptedModel planner = ScriptedModel.of(
                say("{\"agentName\":\"" + name + "\",\"arguments\":" + arguments + "}"),
                say("{\"agentName\":\"done\",\"arguments\":{\"response\":\"ok\"}}"));
        AgenticServices.supervisorBuilder()
                .chatModel(planner)
                .responseStrategy(SupervisorResponseStrategy.LAST)
                .subAgents(agent)
                .build()
                .invoke("pay");
    }

    private static void sequence(Object agent) {
        AgenticServices.sequenceBuilder()
                .subAgents(agent)
                .outputKey("r")
                .build()
                .invoke(Map.of("amount", 5));
    }
}
