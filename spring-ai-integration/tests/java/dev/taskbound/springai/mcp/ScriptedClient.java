/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.mcp;

import dev.taskbound.internal.json.CanonicalJson;
import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** An MCP client over standard input and output (JSON-RPC, one message a line) with somebody at it who follows a script. */
final class ScriptedClient {
    private final BufferedReader in;
    private final OutputStream out;
    private final List<Map<?, ?>> questions = new ArrayList<>();

    ScriptedClient(InputStream in, OutputStream out) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
    }

    /** @param capabilities what the client says it can do */
    void connect(Map<String, Object> capabilities) throws IOException {
        send(Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "initialize",
                "params",
                Map.of(
                        "protocolVersion",
                        "2025-06-18",
                        "capabilities",
                        capabilities,
                        "clientInfo",
                        Map.of("name", "test", "version", "1"))));
        receive(question -> Map.of());
        send(Map.of("jsonrpc", "2.0", "method", "notifications/initialized"));
    }

    /**
     * Calls a tool, and lets somebody answer what is asked meanwhile.
     *
     * @param person gives the result of a question; null for no answer at all
     * @return the text of the tool's result
     */
    String call(String tool, Map<String, Object> arguments, Function<Map<?, ?>, Map<String, Object>> person)
            throws IOException {
        send(Map.of(
                "jsonrpc",
                "2.0",
                "id",
                2,
                "method",
                "tools/call",
                "params",
                Map.of("name", tool, "arguments", arguments)));
        Map<?, ?> result = (Map<?, ?>) receive(person).get("result");
        return (String) ((Map<?, ?>) ((List<?>) result.get("content")).get(0)).get("text");
    }

    List<Map<?, ?>> questions() {
        return questions;
    }

    private Map<String, Object> receive(Function<Map<?, ?>, Map<String, Object>> person) throws IOException {
        while (true) {
            Map<String, Object> message = read();
            if (!message.containsKey("method")) {
                return message;
            }
            if ("elicitation/create".equals(message.get("method"))) {
                Map<?, ?> asked = (Map<?, ?>) message.get("params");
                questions.add(asked);
                Map<String, Object> answer = person.apply(asked);
                if (answer != null) {
                    Map<String, Object> response = new LinkedHashMap<>();
                    response.put("jsonrpc", "2.0");
                    response.put("id", message.get("id"));
                    response.put("result", answer);
                    send(response);
                }
            }
        }
    }

    private Map<String, Object> read() throws IOException {
        String line = in.readLine();
        if (line == null) {
            throw new IOException("the server is gone");
        }
        try {
            return StrictJson.parseObject(line, JsonLimits.RESULTS);
        } catch (JsonRefusedException e) {
            throw new IOException(e);
        }
    }

    private void send(Map<String, Object> message) throws IOException {
        out.write((CanonicalJson.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
