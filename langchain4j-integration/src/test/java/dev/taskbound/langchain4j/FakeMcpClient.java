/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.lang.reflect.Proxy;
import java.util.List;

/** A client of a server that offers {@code lookup}. A proxy, because the methods of McpClient differ between versions. */
final class FakeMcpClient {
    private FakeMcpClient() {}

    static McpClient of(String key, Ran ran) {
        return of(key, List.of(Services.specification("lookup")), ran);
    }

    static McpClient of(String key, List<ToolSpecification> tools, Ran ran) {
        return (McpClient) Proxy.newProxyInstance(
                FakeMcpClient.class.getClassLoader(),
                new Class<?>[] {McpClient.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "key" -> key;
                    case "listTools" -> tools;
                    case "executeTool" -> result(ran, (ToolExecutionRequest) arguments[0]);
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    case "toString" -> "FakeMcpClient[" + key + "]";
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private static ToolExecutionResult result(Ran ran, ToolExecutionRequest request) {
        return ToolExecutionResult.builder()
                .resultText(ran.hit(request.name() + request.arguments()))
                .build();
    }
}
