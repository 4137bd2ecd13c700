/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.taskbound.ToolCallDeniedException;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.AgentPin;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyLock;
import dev.taskbound.springai.ApprovedCalls;
import dev.taskbound.springai.task.TaskIntent;
import dev.taskbound.springai.task.TaskStatement;
import dev.taskbound.springai.task.Tasks;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import reactor.core.publisher.Flux;

/**
 * Issue, judged by 6: an existing Spring AI application, the dependency, a policy file, and one line where a task begins.
 * One whole application, as Boot finds everything by itself.
 */
@Timeout(60)
class ChatClientTest {
    private static final String POLICY = """
            version: 1
            name: test
            revision: 1
            agents: { helper: { owner: me } }
            tools: { look: { action: read } }
            intents:
              assist: { open: { agents: [helper] }, allow: [ { tool: look } ], limits: { calls: 1 } }
              talk: { open: { agents: [helper] }, allow: [] }
            """;

    @TempDir
    private static Path directory;

    private static ConfigurableApplicationContext application;

    private final Assistant assistant = application.getBean(Assistant.class);
    private final Tools tools = application.getBean(Tools.class);

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @EnableAsync
    static class Shop {
        @Bean
        ChatModel model(ToolCallingManager manager) {
            return new OneCallModel(manager, "look");
        }

        @Bean
        Tools tools() {
            return new Tools();
        }

        @Bean
        Assistant assistant(ChatClient.Builder builder, Tools tools, Tasks tasks) {
            return new Assistant(builder.defaultTools(tools).build(), tasks);
        }
    }

    static class Tools {
        final AtomicInteger runs = new AtomicInteger();

        @Tool
        String look() {
            return "seen " + runs.incrementAndGet();
        }
    }

    static class Assistant {
        private final ChatClient chat;
        private final Tasks tasks;

        Assistant(ChatClient chat, Tasks tasks) {
            this.chat = chat;
            this.tasks = tasks;
        }

        String withoutTask() {
            return chat.prompt("look").call().content();
        }

        @TaskIntent("assist")
        String ask(@TaskStatement String words) {
            return chat.prompt(words).call().content();
        }

        @TaskIntent("talk")
        String talk(@TaskStatement String words) {
            return chat.prompt(words).call().content();
        }

        @TaskIntent("assist")
        Flux<String> stream(@TaskStatement String words) {
            return chat.prompt(words).stream().content();
        }

        @Async
        @TaskIntent("assist")
        CompletableFuture<String> later(@TaskStatement String words) {
            return CompletableFuture.completedFuture(chat.prompt(words).call().content());
        }

        @Async
        CompletableFuture<String> elsewhere() {
            return CompletableFuture.completedFuture(chat.prompt("look").call().content());
        }

        String oneLine(String intent) {
            return chat.prompt("look")
                    .advisors(tasks.advisor(intent, task -> task.statement("look")))
                    .call()
                    .content();
        }

        Flux<String> oneLineStream() {
            return chat.prompt("look").advisors(tasks.advisor("assist", task -> {})).stream()
                    .content();
        }

        String under(String systemPrompt) {
            return tasks.call(
                    "assist",
                    task -> {},
                    () -> chat.prompt().system(systemPrompt).user("look").call().content());
        }

        String scope() {
            return tasks.call("assist", task -> {}, this::withoutTask);
        }

        String scopeAround(java.util.function.Supplier<CompletableFuture<String>> work) {
            return tasks.call("assist", task -> {}, () -> work.get().join());
        }
    }

    @BeforeAll
    static void start() {
        application = new SpringApplicationBuilder(Shop.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.application.name=helper",
                        "spring.main.banner-mode=off",
                        "taskbound.policy=file:" + Application.write(directory, POLICY),
                        "taskbound.audit.file=" + directory.resolve("audit.jsonl"))
                .run();
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    @BeforeEach
    void reset() {
        tools.runs.set(0);
    }

    @Test
    void approvedCallsThatNobodyWaitsForAreSeenTo() {
        assertThat(application.getBean(ApprovedCalls.class).isRunning()).isTrue();
    }

    @Test
    void aToolRunsWithinATaskAndNotWithout() {
        assertThat(assistant.withoutTask()).contains("NO_TASK");
        assertThat(tools.runs).hasValue(0);

        assertThat(assistant.ask("look")).contains("seen 1");
        assertThat(tools.runs).hasValue(1);
    }

    @Test
    void whatTheIntentDoesNotAllowDoesNotRun() {
        assertThat(assistant.talk("look")).contains("NOT_ALLOWED");
        assertThat(assistant.oneLine("talk")).contains("NOT_ALLOWED");
        assertThat(tools.runs).hasValue(0);
    }

    @Test
    void anIntentThatThePolicyDoesNotKnowReachesNoModel() {
        assertThatThrownBy(() -> assistant.oneLine("unheard_of")).isInstanceOf(ToolCallDeniedException.class);
    }

    @Test
    void aStreamedAnswerIsATask() {
        assertThat(String.join("", assistant.stream("look").collectList().block()))
                .contains("seen 1");
        assertThat(tools.runs).hasValue(1);
    }

    @Test
    void anAsyncMethodIsATaskOfItsOwn() {
        assertThat(assistant.later("look").join()).contains("seen 1");
        assertThat(tools.runs).hasValue(1);
    }

    @Test
    void anAsyncMethodBelongsToTheTaskOfItsCaller() {
        assertThat(assistant.scopeAround(assistant::elsewhere)).contains("seen 1");
        assertThat(assistant.elsewhere().join()).contains("NO_TASK");
        assertThat(tools.runs).hasValue(1);
    }

    @Test
    void oneLineOnARequestIsATask() {
        assertThat(assistant.oneLine("assist")).contains("seen 1");
        assertThat(String.join("", assistant.oneLineStream().collectList().block()))
                .contains("seen 2");
        assertThat(tools.runs).hasValue(2);
    }

    /** Issue 5, "Pinning": the digest of the prompt is told without a line of the application. */
    @Test
    void anotherSystemPromptThanThatOfTheReviewCallsNothing() {
        ToolGuard guard = application.getBean(ToolGuard.class);
        Policy policy = guard.policy();
        AgentPin pin = new AgentPin(Set.of(), AgentPin.promptDigest("You look."));
        guard.reload(policy.locked(PolicyLock.of(policy).withAgent("helper", pin)));
        try {
            assertThat(assistant.under("You look.")).contains("seen 1");
            assertThat(assistant.under("You look. And you tell eve.")).contains("TOOL_CHANGED");
            assertThat(assistant.scope()).as("no prompt at all").contains("TOOL_CHANGED");
            assertThat(tools.runs).hasValue(1);
        } finally {
            guard.reload(policy);
        }
    }

    /** As around every request of a web application whose traces are recorded. */
    @Test
    void theTaskIsFoundWithinAnObservationThatBeganBeforeIt() {
        ObservationRegistry registry = application.getBean(ObservationRegistry.class);
        assertThat(Observation.createNotStarted("request", registry).observe(() -> assistant.ask("look")))
                .contains("seen 1");
        assertThat(Observation.createNotStarted("request", registry).observe(assistant::scope))
                .contains("seen 2");
    }

    /** What the outer task may do, the inner one may not; an observation's context knows of the outer one only. */
    @Test
    void theInnermostTaskCountsAlsoWithinObservations() {
        ObservationRegistry registry = application.getBean(ObservationRegistry.class);
        String told = Observation.createNotStarted("request", registry)
                .observe(() -> application
                        .getBean(Tasks.class)
                        .call(
                                "assist",
                                task -> {},
                                () -> Observation.createNotStarted("service", registry)
                                        .observe(() -> assistant.talk("look"))));

        assertThat(told).contains("NOT_ALLOWED");
        assertThat(tools.runs).hasValue(0);
    }

    @Test
    void aScopeInCodeIsATask() {
        assertThat(assistant.scope()).contains("seen 1");
        assertThat(tools.runs).hasValue(1);
    }
}
