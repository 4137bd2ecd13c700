/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.supportdesk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.chat.ChatModel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ModelsTest {
    private static final String COMPLETION = """
            {"id":"1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
            "message":{"role":"assistant","content":"hello"}}]}""";

    @Test
    void isScriptedUnlessTheEnvironmentNamesAnEndpoint() {
        assertThat(Models.from(Map.of())).isInstanceOf(ScriptedModel.class);
        assertThat(Models.from(Map.of("OPENAI_MODEL", "m"))).isInstanceOf(ScriptedModel.class);
        assertThat(Models.from(Map.of("OPENAI_BASE_URL", "http://localhost:1"))).isNotInstanceOf(ScriptedModel.class);
        assertThat(Models.from(Map.of("OPENAI_API_KEY", "k"))).isNotInstanceOf(ScriptedModel.class);
    }

    @Test
    void talksToAnyOpenAiCompatibleEndpoint() throws Exception {
        AtomicReference<String> asked = new AtomicReference<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            asked.set(exchange.getRequestHeaders().getFirst("Authorization")
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            byte[] answer = COMPLETION.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://localhost:" + server.getAddress().getPort() + "/v1";
            ChatModel model =
                    Models.from(Map.of("OPENAI_BASE_URL", url, "OPENAI_API_KEY", "k-1", "OPENAI_MODEL", "some-model"));
            assertThat(model.chat("hi")).isEqualTo("hello");
            assertThat(asked.get()).startsWith("Bearer k-1").contains("some-model");
            assertThat(model.defaultRequestParameters().modelName()).isEqualTo("some-model");
        } finally {
            server.stop(0);
        }
    }
}
