/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.taskbound.TaskRequest;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * For running tests that know nothing of Taskbound, such as LangChain4j's own, with the guard on the class path. Where
 * the system property {@value #TOOLS} names a file, every tool listed in it, one name a line, may be called. Each
 * invocation has a guard of its own, because those tests give many tools the same name. Without the property it does
 * nothing.
 */
public final class PermissiveFixture implements TaskProvider {
    static final String TOOLS = "taskbound.fixture.tools";

    private static final int GUARDS = 64;

    private final Deque<ToolGuard> guards = new ArrayDeque<>();
    private final Optional<Policy> policy =
            Optional.ofNullable(System.getProperty(TOOLS)).map(file -> policy(read(Path.of(file))));

    @Override
    public Optional<TaskScope> current() {
        return policy.map(this::open);
    }

    private synchronized TaskScope open(Policy rules) {
        ToolGuard guard = ToolGuard.builder()
                .policy(rules)
                .audit(new InMemoryAuditSink(100_000))
                .build();
        guards.add(guard);
        if (guards.size() > GUARDS) {
            guards.remove().close();
        }
        return guard.open(TaskRequest.intent("anything").agent("bot").build());
    }

    /** A policy under which these tools, and no others, may be called. */
    static Policy policy(List<String> tools) {
        return policy(tools, tools);
    }

    /** A policy that knows the listed tools and allows some of them. */
    static Policy policy(List<String> listed, List<String> allowed) {
        String tools = listed.stream()
                .map(tool -> "  \"" + tool + "\": { action: write }\n")
                .collect(Collectors.joining());
        String rules = allowed.stream()
                .map(tool -> "      - { tool: \"" + tool + "\" }\n")
                .collect(Collectors.joining());
        return Policy.parse("fixture.yaml", """
                version: 1
                name: fixture
                revision: 1
                agents: { bot: { owner: tests } }
                tools:
                %sintents:
                  anything:
                    open: { agents: [bot] }
                    allow:
                %s    limits: { calls: 100000, writes: 100000, duration: 1h, denials: 1000 }
                """.formatted(tools, rules));
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
