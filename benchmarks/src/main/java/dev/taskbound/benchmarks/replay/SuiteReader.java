/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.benchmarks.replay;

import dev.taskbound.ToolDescriptor;
import dev.taskbound.benchmarks.replay.InjectionTask.InjectedCall;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** Reads a suite and the results recorded for it. Fields that it does not know are left alone. */
final class SuiteReader {
    private final JsonPlace suite;
    private final JsonPlace results;
    private final Map<String, ToolDescriptor> tools = new LinkedHashMap<>();
    private final Map<String, List<String>> controls = new LinkedHashMap<>();
    private final Map<String, String> vectors = new LinkedHashMap<>();
    private final Set<String> ids = new HashSet<>();

    private SuiteReader(JsonPlace suite, JsonPlace results) {
        this.suite = suite;
        this.results = results;
    }

    /** @throws BadInputException if one of the files is not in the format, or they do not belong together */
    static Suite read(Path suite, Path results) {
        return new SuiteReader(JsonPlace.read(suite), JsonPlace.read(results).get("results")).read();
    }

    private Suite read() {
        String name = suite.text("suite");
        suite.get("tools").elements().forEach(this::addTool);
        addVectors();
        List<UserTask> users =
                suite.get("user_tasks").elements().stream().map(this::userTask).toList();
        List<InjectionTask> injections = suite.elements("injection_tasks").stream()
                .map(this::injectionTask)
                .toList();
        return new Suite(name, users, injections, controls);
    }

    /** The places where a third party can write; what stands there in truth is not in every suite. */
    private void addVectors() {
        suite.elements("injection_vectors").forEach(vector -> vectors.put(vector.text("id"), vector.words("default")));
        suite.get("user_tasks").elements().stream()
                .flatMap(task -> task.elements("calls").stream())
                .flatMap(call -> call.elements("output_vectors").stream())
                .forEach(vector -> vectors.putIfAbsent(vector.text(), ""));
    }

    private void addTool(JsonPlace tool) {
        String name = tool.text("name");
        ToolDescriptor descriptor = ToolDescriptor.named(name)
                .withDescription(tool.words("description"))
                .withSchema(tool.json("parameters"));
        tool.get("name").require(tools.put(name, descriptor) == null, "each tool once");
        controls.put(
                name,
                tool.elements("control_args").stream().map(JsonPlace::text).toList());
    }

    private UserTask userTask(JsonPlace task) {
        String id = id(task);
        return new UserTask(id, task.text("prompt"), calls(task, id, (place, call) -> call));
    }

    private InjectionTask injectionTask(JsonPlace task) {
        String id = id(task);
        return new InjectionTask(id, task.text("goal"), calls(task, id, SuiteReader::injected));
    }

    private static InjectedCall injected(JsonPlace place, RecordedCall call) {
        return new InjectedCall(call, place.text("harm").equals("primary"));
    }

    private String id(JsonPlace task) {
        String id = task.text("id");
        task.get("id").require(ids.add(id), "each task once");
        return id;
    }

    private <C> List<C> calls(JsonPlace task, String id, BiFunction<JsonPlace, RecordedCall, C> as) {
        List<JsonPlace> places = task.get("calls").elements();
        List<JsonPlace> answers = places.isEmpty() ? List.of() : results.get(id).elements();
        if (answers.size() != places.size()) {
            throw results.get(id)
                    .problem("found " + answers.size() + " results, expected one for each of " + places.size()
                            + " calls");
        }
        List<C> calls = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            calls.add(as.apply(places.get(i), call(places.get(i), answers.get(i))));
        }
        return calls;
    }

    private RecordedCall call(JsonPlace call, JsonPlace result) {
        String name = call.text("tool");
        ToolDescriptor tool = tools.get(name);
        if (tool == null) {
            throw call.get("tool").problem("found " + name + ", expected the name of a tool in tools");
        }
        result.get("tool").require(result.text("tool").equals(name), "the result of " + name);
        return new RecordedCall(tool, call.json("args"), answer(result));
    }

    private Answer answer(JsonPlace result) {
        return result.find("error")
                .map(error -> new Answer(shown(error), vectors, true))
                .orElseGet(() ->
                        new Answer(result.find("result").map(SuiteReader::shown).orElse(""), vectors, false));
    }

    private static String shown(JsonPlace value) {
        return value.node().isTextual()
                ? value.node().textValue()
                : value.node().toString();
    }
}
