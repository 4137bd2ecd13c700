/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditRecord;
import dev.taskbound.audit.InMemoryAuditSink;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.guard.ToolGuard;
import dev.taskbound.guard.ToolGuardBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A real guard with a real policy, and what it recorded. */
final class TestGuard implements AutoCloseable {
    final InMemoryAuditSink audit = new InMemoryAuditSink(10_000);
    final ToolGuard guard;

    private TestGuard(List<String> listed, List<String> allowed, UnaryOperator<ToolGuardBuilder> more) {
        guard = more.apply(ToolGuard.builder()
                        .policy(PermissiveFixture.policy(listed, allowed))
                        .audit(audit))
                .build();
    }

    static TestGuard allowing(String... tools) {
        return new TestGuard(List.of(tools), List.of(tools), UnaryOperator.identity());
    }

    static TestGuard askingForPurpose(String... tools) {
        return new TestGuard(List.of(tools), List.of(tools), ToolGuardBuilder::askForPurpose);
    }

    /** Knows the tool and allows only the others. */
    static TestGuard denying(String tool, List<String> others) {
        List<String> listed = new ArrayList<>(others);
        listed.add(tool);
        listed.add("nothing");
        List<String> allowed = new ArrayList<>(others);
        allowed.add("nothing");
        return new TestGuard(listed, allowed, UnaryOperator.identity());
    }

    TaskScope open() {
        return guard.open(TaskRequest.intent("anything")
                .agent("bot")
                .principal(Principal.verified("test", "alice"))
                .build());
    }

    /** What happened to calls of this tool, in order: {@code started}, {@code succeeded}, {@code denied NOT_ALLOWED}. */
    List<String> outcomes(String tool) {
        return events(tool).stream()
                .map(event -> event.type().word()
                        + (event.attributes().containsKey("reason")
                                ? " " + event.attributes().get("reason")
                                : ""))
                .toList();
    }

    List<AuditEvent> events(String tool) {
        return audit.records().stream()
                .map(AuditRecord::event)
                .filter(event -> tool.equals(event.attributes().get("tool")))
                .toList();
    }

    @Override
    public void close() {
        guard.close();
    }
}
