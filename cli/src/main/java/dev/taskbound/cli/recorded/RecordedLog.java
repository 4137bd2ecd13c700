/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.cli.recorded;

import dev.taskbound.audit.AuditEvent;
import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.audit.AuditVerifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tasks of one audit log, as far as the log verifies. */
public final class RecordedLog {
    private final Map<String, RecordedTask> tasks = new LinkedHashMap<>();
    private final Map<String, Set<String>> asked = new LinkedHashMap<>();
    private final Map<String, String> approvals = new LinkedHashMap<>();
    private @Nullable String problem;

    private RecordedLog() {}

    /** @throws IOException if the file cannot be read */
    public static RecordedLog read(Path file) throws IOException {
        RecordedLog log = new RecordedLog();
        AuditVerifier.Report report = AuditVerifier.read(file, record -> log.add(record.event()));
        AuditVerifier.Problem found = report.problem();
        log.problem = found == null ? null : "line " + found.line() + ": " + found.text();
        return log;
    }

    /** In the order in which they were opened. */
    public List<RecordedTask> tasks() {
        return List.copyOf(tasks.values());
    }

    /** What does not verify; null if all does. What stands before it was read. */
    public @Nullable String problem() {
        return problem;
    }

    /** Whether any call was recorded with its arguments. */
    public boolean hasArguments() {
        return tasks.values().stream()
                .flatMap(task -> task.calls().stream())
                .anyMatch(call -> call.arguments() != null);
    }

    /** The task and the call of an id, which may also be that of an approval. */
    public Optional<Map.Entry<RecordedTask, RecordedCall>> find(String id) {
        String call = approvals.getOrDefault(id, id);
        return tasks.values().stream()
                .flatMap(task -> task.calls().stream()
                        .filter(each -> each.id().equals(call))
                        .map(each -> Map.entry(task, each)))
                .findFirst();
    }

    private void add(AuditEvent event) {
        switch (event.type()) {
            case TASK_OPENED -> tasks.put(event.task(), new RecordedTask(event.task(), event.at(), event.attributes()));
            case APPROVAL_REQUESTED -> {
                asked.computeIfAbsent(event.call(), key -> new LinkedHashSet<>())
                        .add(String.valueOf(event.attributes().get("by")));
                approvals.put(String.valueOf(event.attributes().get("approval")), event.call());
            }
            case STARTED, DENIED -> call(event);
            case CREDENTIAL_ISSUED -> credential(event);
            default -> {}
        }
    }

    private void credential(AuditEvent event) {
        RecordedTask task = tasks.get(event.task());
        if (task != null && Boolean.TRUE.equals(event.attributes().get("static"))) {
            task.usedStaticSecret(String.valueOf(event.attributes().get("source")));
        }
    }

    /** A call that was started and then refused has two records, of which the first is the one with the arguments. */
    private void call(AuditEvent event) {
        RecordedTask task = tasks.get(event.task());
        Map<String, Object> attributes = event.attributes();
        if (task == null || Boolean.TRUE.equals(attributes.get("started"))) {
            return;
        }
        boolean started = event.type() == Type.STARTED;
        Object observed = attributes.get("observed");
        Object reason = started ? observed : attributes.get("reason");
        boolean isApproval = "approval".equals(observed);
        List<String> who = new ArrayList<>(asked.getOrDefault(event.call(), Set.of()));
        task.add(new RecordedCall(
                event.call(),
                String.valueOf(attributes.get("tool")),
                event.at(),
                started,
                reason == null || isApproval ? null : String.valueOf(reason),
                text(attributes, started ? "observed_detail" : "detail"),
                rules(attributes, started),
                who,
                attributes.containsKey("arguments") ? RecordedArgument.of(attributes.get("arguments")) : null,
                RecordedArgument.texts(attributes.get("labels_seen")),
                started && observed != null));
    }

    private static List<String> rules(Map<String, Object> attributes, boolean started) {
        String rule = text(attributes, started ? "observed_rule" : "rule");
        return rule.isEmpty() ? RecordedArgument.texts(attributes.get("rules")) : List.of(rule);
    }

    private static String text(Map<String, Object> attributes, String name) {
        Object value = attributes.get(name);
        return value == null ? "" : String.valueOf(value);
    }
}
