/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/**
 * An MCP server (streamable HTTP, 2025-03-26) with one tool, {@code pay}, that counts how often it was called. Written out,
 * because the SDK's own server has another API on each line.
 */
final class FakeMcpServer implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*(\"[^\"]*\"|[0-9]+)");

    final AtomicInteger runs = new AtomicInteger();
    volatile String lastCall = "";
    volatile boolean fails;

    private final MockWebServer server = new MockWebServer();
    private final McpSyncClient client;

    FakeMcpServer() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return "POST".equals(request.getMethod())
                        ? answer(request.getBody().utf8())
                        : new MockResponse.Builder().code(405).build();
            }
        });
        server.start();
        String url = server.url("/").toString();
        client = McpClient.sync(HttpClientStreamableHttpTransport.builder(url).build())
                .clientInfo(new McpSchema.Implementation("helper - bank", "1"))
                .build();
        client.initialize();
    }

    McpSyncClient client() {
        return client;
    }

    private MockResponse answer(String body) {
        Matcher id = ID.matcher(body);
        if (!id.find()) {
            return new MockResponse.Builder().code(202).build();
        }
        String json = "{\"jsonrpc\":\"2.0\",\"id\":" + id.group(1) + ",\"result\":" + result(body) + "}";
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(json)
                .build();
    }

    private String result(String body) {
        if (body.contains("\"initialize\"")) {
            return "{\"protocolVersion\":\"2025-03-26\",\"capabilities\":{\"tools\":{}},"
                    + "\"serverInfo\":{\"name\":\"bank\",\"version\":\"1\"}}";
        }
        if (body.contains("\"tools/list\"")) {
            return "{\"tools\":[{\"name\":\"pay\",\"description\":\"pays\",\"inputSchema\":{\"type\":\"object\","
                    + "\"properties\":{\"amount\":{\"type\":\"integer\"}},\"required\":[\"amount\"]}}]}";
        }
        if (body.contains("\"tools/call\"")) {
            lastCall = body;
            return "{\"content\":[{\"type\":\"text\",\"text\":\"paid " + runs.incrementAndGet() + "\"}],\"isError\":"
                    + fails + "}";
        }
        return "{}";
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
