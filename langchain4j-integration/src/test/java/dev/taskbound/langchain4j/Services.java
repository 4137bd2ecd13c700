/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Small AI services and the tools for them. */
final class Services {
    private Services() {}

    interface Bot {
        String chat(String message);
    }

    interface ParameterBot {
        String chat(@UserMessage String message, InvocationParameters parameters);
    }

    interface StreamingBot {
        TokenStream chat(String message);
    }

    static String chat(ScriptedModel model, Consumer<AiServices<Bot>> more) {
        AiServices<Bot> service = AiServices.builder(Bot.class).chatModel(model);
        more.accept(service);
        return service.build().chat("go");
    }

    static String stream(ScriptedModel model, Consumer<AiServices<StreamingBot>> more) {
        AiServices<StreamingBot> service =
                AiServices.builder(StreamingBot.class).streamingChatModel(new StreamingScriptedModel(model));
        more.accept(service);
        CompletableFuture<String> answer = new CompletableFuture<>();
        service.build()
                .chat("go")
                .onPartialResponse(part -> {})
                .onCompleteResponse(
                        response -> answer.complete(response.aiMessage().text()))
                .onError(answer::completeExceptionally)
                .start();
        return answer.orTimeout(20, TimeUnit.SECONDS).join();
    }

    static ToolSpecification specification(String name) {
        return ToolSpecification.builder().name(name).description(name).build();
    }

    static ToolExecutor body(Ran ran) {
        return (request, memoryId) -> ran.hit(request.arguments());
    }

    static ToolProvider dynamic(IntFunction<ToolProviderResult> ofRound) {
        return new ToolProvider() {
            private int round;

            @Override
            public ToolProviderResult provideTools(ToolProviderRequest request) {
                return ofRound.apply(round++);
            }

            @Override
            public boolean isDynamic() {
                return true;
            }
        };
    }
}
