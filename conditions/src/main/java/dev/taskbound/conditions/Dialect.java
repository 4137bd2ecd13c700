/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelOptions;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.Locale;
import java.util.Set;

/** The part of CEL that conditions are written in, and its limits. */
final class Dialect {
    static final int MAX_LENGTH = 2_000;
    static final int MAX_DEPTH = 32;
    static final int MAX_ITERATIONS = 1_000;

    /** Doubles are compared, never calculated with; their text differs between versions of Java. */
    private static final Set<String> LEFT_OUT = Set.of(
            "add_double",
            "subtract_double",
            "multiply_double",
            "divide_double",
            "negate_double",
            "double_to_string",
            "add_bytes");

    static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .comprehensionMaxIterations(MAX_ITERATIONS)
            .maxRegexProgramSize(Patterns.MAX_PROGRAM_SIZE)
            .build();

    static final CelParser PARSER = CelParserFactory.standardCelParserBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .build();

    static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardFunctions(CelStandardFunctions.newBuilder()
                    .filterFunctions((function, overload) -> function != CelStandardFunctions.StandardFunction.ADD
                            && !LEFT_OUT.contains(overload.toString().toLowerCase(Locale.ROOT)))
                    .build())
            .addLateBoundFunctions(FunctionCalls.NAMES)
            .addFunctionBindings(MixedNumbers.BINDINGS)
            .addFunctionBindings(Addition.bindings(OPTIONS))
            .build();

    /** Of the standard functions, those of these names. */
    static CelStandardDeclarations declarations(Set<String> names) {
        return CelStandardDeclarations.newBuilder()
                .filterFunctions((function, overload) -> names.contains(function.functionName())
                        && !LEFT_OUT.contains(overload.celOverloadDecl().overloadId()))
                .build();
    }

    private Dialect() {}
}
