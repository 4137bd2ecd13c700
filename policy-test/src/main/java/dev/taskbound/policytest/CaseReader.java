/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policytest;

import dev.taskbound.ReasonCode;
import dev.taskbound.TaskRequest;
import dev.taskbound.internal.text.Suggestion;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the cases of one file. */
final class CaseReader {
    private final Mistakes mistakes;
    private final Map<String, Node> tasks = new LinkedHashMap<>();

    private CaseReader(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    static PolicyTestFile read(Path file, String text, Mistakes mistakes) {
        PolicyTestFile read = new CaseReader(mistakes).file(file, NodeReader.read(text, mistakes));
        mistakes.throwIfAny();
        return read;
    }

    private PolicyTestFile file(Path file, Node root) {
        Keys keys = new Keys(root, "a map with policy and cases", mistakes);
        if (keys.has("version") && keys.has("intents") && !keys.has("cases")) {
            throw mistakes.stop(keys.line(), "found a policy, expected its cases, a map with policy and cases");
        }
        String policy = keys.required("policy", "the policy's file, seen from this one");
        keys.each("tasks", tasks::put);
        if (!keys.has("cases")) {
            keys.missing("cases", "a list of cases");
        }
        List<PolicyTestCase> cases = new ArrayList<>();
        keys.items("cases").forEach(node -> cases.add(testCase(node)));
        keys.finish();
        return new PolicyTestFile(file, file.resolveSibling(policy), cases);
    }

    private PolicyTestCase testCase(Node node) {
        Keys keys = new Keys(node, "a case with name, task and calls", mistakes);
        String name = keys.required("name", "a sentence that says what is tested");
        Node task = task(keys);
        TaskRequest request = task == null ? TaskReader.NONE : new TaskReader(task, mistakes).request();
        Instant at = at(keys);
        ReasonCode refusal = refusal(keys);
        if (refusal == null && !keys.has("calls")) {
            keys.missing("calls", "a list of calls, or expect: with the reason why the task may not be opened");
        }
        List<PolicyTestStep> steps = new ArrayList<>();
        keys.items("calls").forEach(call -> steps.add(new StepReader(call, mistakes).step()));
        keys.finish();
        return new PolicyTestCase(name, keys.line(), request, at, refusal, steps, document(node, task));
    }

    /** What stands under {@code task}: the map itself, or the one of that name in {@code tasks}. */
    private @Nullable Node task(Keys keys) {
        Node node = keys.node("task");
        if (node == null) {
            keys.missing("task", "a task, or the name of one in tasks");
            return null;
        }
        if (node instanceof Node.Scalar scalar) {
            Node named = tasks.get(String.valueOf(scalar.value()));
            if (named == null) {
                mistakes.add(
                        node.line(),
                        "task: found " + node.shown() + ", expected a map, or a name in tasks"
                                + Suggestion.orKnown(String.valueOf(scalar.value()), tasks.keySet()));
            }
            return named;
        }
        return node;
    }

    private @Nullable Instant at(Keys keys) {
        String text = keys.text("at");
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            mistakes.add(keys.line(), "at: found \"" + text + "\", expected a time such as \"2027-01-31T12:00:00Z\"");
            return null;
        }
    }

    private @Nullable ReasonCode refusal(Keys keys) {
        String word = keys.text("expect");
        return word == null ? null : Reasons.code(word, keys.line(), mistakes);
    }

    private static Map<String, @Nullable Object> document(Node node, @Nullable Node task) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        if (node instanceof Node.Fields fields) {
            fields.fields().forEach((key, value) -> document.put(key, Plain.of(value)));
        }
        if (task != null) {
            document.put("task", Plain.of(Objects.requireNonNull(task)));
        }
        return document;
    }
}
