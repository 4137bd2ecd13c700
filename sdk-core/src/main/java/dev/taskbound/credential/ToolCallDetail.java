/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import static java.util.Objects.requireNonNull;

import dev.taskbound.Action;
import dev.taskbound.Task;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one {@code authorization_details} entry (RFC 9396) that binds a credential to a call, as a JSON tree.
 *
 * @param tasks the calling task, then what stands above it
 * @param tenant empty where the application has none
 * @param action the word of the action
 */
record ToolCallDetail(
        List<CallingTask> tasks,
        String tenant,
        String tool,
        String action,
        String audience,
        Map<String, @Nullable Object> control,
        String callDigest) {
    static final String CLAIM = "authorization_details";
    private static final String TYPE = "tool_call";
    private static final int MOST_ANCESTORS = 32;

    static ToolCallDetail of(CredentialRequest request) {
        return new ToolCallDetail(
                tasks(request.task()),
                request.task().tenant(),
                request.tool(),
                request.action().word(),
                request.destination().audience(),
                request.control(),
                request.callDigest());
    }

    private static List<CallingTask> tasks(Task task) {
        List<CallingTask> tasks = new ArrayList<>();
        for (Task each = task; each != null; each = each.parent()) {
            tasks.add(new CallingTask(each.id(), each.intent(), each.equals(task) ? null : each.agent()));
        }
        return tasks;
    }

    /** What a credential says of its task, whether it is for one call or for the reads of the task. */
    void addTasks(Map<String, @Nullable Object> entry) {
        entry.put("task_id", tasks.get(0).id());
        entry.put("intent", tasks.get(0).intent());
        if (tasks.size() > 1) {
            List<Map<String, Object>> above = new ArrayList<>();
            tasks.subList(1, tasks.size())
                    .forEach(task -> above.add(Map.of(
                            "task_id", task.id(), "intent", task.intent(), "agent", requireNonNull(task.agent()))));
            entry.put("ancestors", above);
        }
        if (!tenant.isEmpty()) {
            entry.put("tenant", tenant);
        }
    }

    /** What stands in a request and in a token: always an array, always of one entry. */
    List<Map<String, @Nullable Object>> toJson() {
        Map<String, @Nullable Object> entry = new LinkedHashMap<>();
        entry.put("type", TYPE);
        entry.put("locations", List.of(audience));
        entry.put("actions", List.of(action));
        entry.put("identifier", tool);
        addTasks(entry);
        entry.put("control", control);
        entry.put("call_digest", callDigest);
        return List.of(entry);
    }

    /**
     * Reads the claim of a verified token.
     *
     * @return for a {@code task_access}, which the reads of a task share, one without tool, control values and digest
     * @throws CredentialRefusedException unless it holds exactly one {@code tool_call} or {@code task_access}, and that
     *     one is complete
     */
    static ToolCallDetail parse(@Nullable Object claim) {
        List<?> calls = claim instanceof List<?> all
                ? all.stream().filter(ToolCallDetail::isOurs).toList()
                : List.of();
        if (calls.size() != 1) {
            throw unbound("exactly one tool_call in authorization_details, found " + calls.size());
        }
        Map<?, ?> entry = (Map<?, ?>) calls.get(0);
        if (AskedDetails.TASK_ACCESS.equals(entry.get("type"))) {
            return access(entry);
        }
        return new ToolCallDetail(
                tasks(entry),
                tenant(entry),
                text(entry, "identifier"),
                only(entry, "actions"),
                only(entry, "locations"),
                control(entry.get("control")),
                text(entry, "call_digest"));
    }

    private static ToolCallDetail access(Map<?, ?> entry) {
        String action = only(entry, "actions");
        if (!action.equals(Action.READ.word())) {
            throw unbound("a task_access that reads");
        }
        return new ToolCallDetail(tasks(entry), tenant(entry), "", action, only(entry, "locations"), Map.of(), "");
    }

    private static List<CallingTask> tasks(Map<?, ?> entry) {
        List<CallingTask> tasks = new ArrayList<>();
        tasks.add(new CallingTask(text(entry, "task_id"), text(entry, "intent"), null));
        Object above = entry.get("ancestors");
        if (above == null) {
            return tasks;
        }
        if (!(above instanceof List<?> list) || list.size() > MOST_ANCESTORS) {
            throw unbound("an array of at most " + MOST_ANCESTORS + " tasks in ancestors");
        }
        for (Object each : list) {
            if (!(each instanceof Map<?, ?> map)) {
                throw unbound("an object for each task in ancestors");
            }
            tasks.add(new CallingTask(text(map, "task_id"), text(map, "intent"), text(map, "agent")));
        }
        return tasks;
    }

    private static String tenant(Map<?, ?> entry) {
        return entry.containsKey("tenant") ? text(entry, "tenant") : "";
    }

    private static boolean isOurs(@Nullable Object entry) {
        return entry instanceof Map<?, ?> map
                && (Objects.equals(map.get("type"), TYPE) || Objects.equals(map.get("type"), AskedDetails.TASK_ACCESS));
    }

    private static String text(Map<?, ?> entry, String name) {
        if (entry.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw unbound("a text in " + name);
    }

    private static String only(Map<?, ?> entry, String name) {
        if (entry.get(name) instanceof List<?> list && list.size() == 1 && list.get(0) instanceof String text) {
            return text;
        }
        throw unbound("an array of one text in " + name);
    }

    @SuppressWarnings("unchecked") // a map in a JSON tree has string keys
    private static Map<String, @Nullable Object> control(@Nullable Object control) {
        if (control instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw unbound("an object in control");
    }

    private static CredentialRefusedException unbound(String expected) {
        return new CredentialRefusedException(CredentialRefusedException.Reason.NOT_BOUND, "expected " + expected);
    }

    /** Names the tool and the task; control values are not shown. */
    @Override
    public String toString() {
        return "ToolCallDetail[" + tool + " " + action + " of " + tasks.get(0).id() + "]";
    }
}
