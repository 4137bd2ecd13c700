/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.conditions.Condition;
import dev.taskbound.conditions.ConditionEnvironment;
import dev.taskbound.conditions.ConditionException;
import dev.taskbound.conditions.ConditionProblem;
import dev.taskbound.conditions.ValueType;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the conditions of a file stand, for what turns out about them when their tools are known. */
final class WrittenConditions {
    private final String file;
    private final String text;
    private final IdentityHashMap<Condition, Written> written = new IdentityHashMap<>();
    private final Map<String, Place> tools = new HashMap<>();

    /** @param scope what the condition can name, as far as the file says */
    private record Written(YamlNode.Scalar scalar, Scope scope) {}

    WrittenConditions(String file, String text) {
        this.file = file;
        this.text = text;
    }

    void add(Condition condition, YamlNode.Scalar scalar, Scope scope) {
        written.put(condition, new Written(scalar, scope));
    }

    void addTool(String key, Place place) {
        tools.put(key, place);
    }

    PolicyProblem ofTool(String key, String message) {
        Place place = tools.getOrDefault(key, new Place(1, 1, YamlPath.ROOT));
        return new PolicyProblem(
                file, place.line(), place.column(), place.path().toString(), message);
    }

    /** What is wrong with a condition where the arguments are of these types. */
    List<PolicyProblem> problems(
            @Nullable Condition condition, ValueType arguments, Map<Scope, ConditionEnvironment> environments) {
        Written where = condition == null ? null : written.get(condition);
        if (where == null || condition == null) {
            return List.of();
        }
        try {
            environments
                    .computeIfAbsent(where.scope(), scope -> scope.environment(arguments))
                    .compile(condition.source());
            return List.of();
        } catch (ConditionException e) {
            return e.problems().stream().map(problem -> at(where, problem)).toList();
        }
    }

    private PolicyProblem at(Written where, ConditionProblem problem) {
        Place place = ScalarPositions.find(text, where.scalar(), problem.line(), problem.column());
        String message = "in the condition, as the tool's own schema has it: " + problem.message();
        return new PolicyProblem(
                file, place.line(), place.column(), place.path().toString(), message);
    }
}
