/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.checker.CelChecker;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelVarDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompilerFactory;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The type checker for one condition, with no function but those that the condition calls: the library lays out all that
 * it is given anew for each condition, which takes longer than checking it.
 */
final class Checker {
    private static final int MOST_KEPT = 512;
    private static final Map<Set<String>, CelStandardDeclarations> KEPT = new ConcurrentHashMap<>();
    private static final List<CelFunctionDecl> OURS = Stream.concat(
                    FunctionCalls.DECLARATIONS.stream(), MixedNumbers.DECLARATIONS.stream())
            .toList();

    private Checker() {}

    static CelChecker of(DeclaredTypes types, List<CelVarDecl> variables, Set<String> functions) {
        return CelCompilerFactory.standardCelCheckerBuilder()
                .setOptions(Dialect.OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(standard(functions))
                .setTypeProvider(types)
                .addVarDeclarations(variables)
                .addFunctionDeclarations(OURS.stream()
                        .filter(ours -> functions.contains(ours.name()))
                        .toList())
                .setResultType(SimpleType.BOOL)
                .build();
    }

    /** Conditions call few functions, and mostly the same ones together. */
    private static CelStandardDeclarations standard(Set<String> functions) {
        Set<String> called = Set.copyOf(functions);
        CelStandardDeclarations kept = KEPT.get(called);
        if (kept == null) {
            kept = Dialect.declarations(called);
            if (KEPT.size() < MOST_KEPT) {
                KEPT.put(called, kept);
            }
        }
        return kept;
    }
}
