/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.agentic.internal.AgentUtil;
import dev.langchain4j.agentic.scope.AgenticScope;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.CallContext;
import dev.taskbound.guard.TaskScope;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Non-AI agents as tools; the paths on which they run are in {@link AgentPaths}. */
class AgentTest {
    private final Ran ran = new Ran();

    public record Order(String id, int pieces) {}

    public static final class Shipping {
        private final Ran ran;

        Shipping(Ran ran) {
            this.ran = ran;
        }

        @Agent(value = "ships", outputKey = "r")
        public String ship(@V("order") Order order, AgenticScope scope, @V("to") List<String> to) {
            return ran.hit(CallContext.current().orElseThrow().arguments() + order + (scope != null) + to);
        }
    }

    private Object ship(Object agent, Map<String, Object> state) {
        return AgenticServices.sequenceBuilder()
                .subAgents(agent)
                .outputKey("r")
                .build()
                .invoke(state);
    }

    @Test
    void takesItsArgumentsFromTheTextThatWasChecked() {
        try (TestGuard guard = TestGuard.allowing("ship");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Object result = ship(
                    TaskboundAgents.wrap(new Shipping(ran)),
                    Map.of("order", new Order("o1", 2), "to", List.of("Berlin")));

            assertThat(result).isEqualTo("done");
            assertThat(ran.sightings())
                    .singleElement()
                    .extracting(Ran.Sighting::arguments)
                    .isEqualTo("{\"order\":{\"id\":\"o1\",\"pieces\":2},\"to\":[\"Berlin\"]}"
                            + "Order[id=o1, pieces=2]true[Berlin]");
        }
    }

    @Test
    void aRefusalIsAnExceptionThatIsSafeForAModel() {
        try (TestGuard guard = TestGuard.denying("transfer", List.of());
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            Object agent = TaskboundAgents.wrap(new AgentPaths.Transfers(ran));

            assertThatExceptionOfType(AgentInvocationException.class)
                    .isThrownBy(() -> ship(agent, Map.of("amount", 5)))
                    .withMessageContaining("NOT_ALLOWED")
                    .withCauseInstanceOf(ToolCallDeniedException.class);
        }
    }

    @Test
    void anAiAgentNeedsNoWrapping() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskboundAgents.wrap(AgentPaths.helper(ran)))
                .withMessageContaining("AI agent");
    }

    /** Its threads do not carry the caller's context: the tools fail closed. */
    @Test
    void anAgentOnAThreadOfAPoolWithoutContextHasNoTask() {
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open();
                Scope entered = task.makeCurrent()) {
            AgenticServices.parallelBuilder()
                    .subAgents(AgentPaths.helper(ran), AgentPaths.talker())
                    .executor(work -> new Thread(work).start())
                    .outputKey("h")
                    .build()
                    .invoke(Map.of("request", "q"));

            assertThat(ran.times()).isZero();
        }
    }

    public interface Root {
        @Agent
        String run(@V("request") String request, InvocationParameters parameters);
    }

    public interface Clerk {
        @UserMessage("help {{request}}")
        @Agent(value = "helps", outputKey = "h")
        String help(@V("request") String request, InvocationParameters parameters);
    }

    @Test
    void theParametersOfTheOutermostAgentReachThoseThatTakeThem() {
        assumeThat(AgentUtil.class.getFields())
                .as("LangChain4j hands them on since 1.19")
                .anyMatch(field -> field.getName().equals("INVOCATION_PARAMETERS_ARG_NAME"));
        try (TestGuard guard = TestGuard.allowing("pay");
                TaskScope task = guard.open()) {
            Clerk clerk = AgenticServices.agentBuilder(Clerk.class)
                    .chatModel(Paths.pay())
                    .tools(new Paths.PayTool(ran))
                    .build();
            AgenticServices.sequenceBuilder(Root.class)
                    .subAgents(clerk)
                    .outputKey("h")
                    .build()
                    .run("q", TaskboundParameters.of(task));

            assertThat(ran.sightings())
                    .singleElement()
                    .extracting(Ran.Sighting::task)
                    .isSameAs(task);
        }
    }
}
