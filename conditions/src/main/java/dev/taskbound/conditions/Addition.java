/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static dev.cel.runtime.standard.AddOperator.AddOverload.ADD_DURATION_DURATION;
import static dev.cel.runtime.standard.AddOperator.AddOverload.ADD_DURATION_TIMESTAMP;
import static dev.cel.runtime.standard.AddOperator.AddOverload.ADD_INT64;
import static dev.cel.runtime.standard.AddOperator.AddOverload.ADD_TIMESTAMP_DURATION;
import static dev.cel.runtime.standard.AddOperator.AddOverload.ADD_UINT64;

import dev.cel.common.CelOptions;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.AddOperator.AddOverload;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** CEL's addition without doubles and with bounded results: a short condition builds nothing huge from its arguments. */
final class Addition {
    static final int MAX_LENGTH = 65_536;

    private static final CelFunctionBinding STRINGS =
            CelFunctionBinding.from("add_string", String.class, String.class, Addition::concatenate);

    @SuppressWarnings({"rawtypes", "unchecked"}) // a binding knows its arguments by class
    private static final CelFunctionBinding LISTS = CelFunctionBinding.from(
            "add_list", List.class, List.class, (left, right) -> concatenateLists((List<Object>) left, right));

    static Collection<CelFunctionBinding> bindings(CelOptions options) {
        RuntimeEquality equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
        List<CelFunctionBinding> overloads = new ArrayList<>(List.of(STRINGS, LISTS));
        standard()
                .map(overload -> overload.newFunctionBinding(options, equality))
                .forEach(overloads::add);
        return CelFunctionBinding.fromOverloads("_+_", overloads);
    }

    private static Stream<AddOverload> standard() {
        return Stream.of(ADD_INT64, ADD_UINT64, ADD_DURATION_DURATION, ADD_TIMESTAMP_DURATION, ADD_DURATION_TIMESTAMP);
    }

    private static String concatenate(String left, String right) {
        checkLength((long) left.length() + right.length());
        return left + right;
    }

    private static List<Object> concatenateLists(List<Object> left, List<Object> right) {
        checkLength((long) left.size() + right.size());
        return RuntimeHelpers.concat(left, right);
    }

    private static void checkLength(long length) {
        if (length > MAX_LENGTH) {
            throw new EvaluationFailure("'+' makes something longer than " + MAX_LENGTH, null);
        }
    }

    private Addition() {}
}
