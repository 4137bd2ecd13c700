/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DYN;
import static dev.cel.common.types.SimpleType.STRING;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.ListType;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelResolvedOverload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands calls of our functions to the object that answers them in this evaluation. */
final class FunctionCalls implements CelFunctionResolver {
    static final List<String> NAMES = List.of("known", "origins");

    static final List<CelFunctionDecl> DECLARATIONS = List.of(
            newFunctionDeclaration("known", newGlobalOverload("known", BOOL, DYN)),
            newFunctionDeclaration("origins", newGlobalOverload("origins", ListType.create(STRING), DYN)));

    private final ConditionFunctions functions;

    FunctionCalls(ConditionFunctions functions) {
        this.functions = functions;
    }

    @Override
    public Optional<CelResolvedOverload> findOverloadMatchingArgs(
            String name, Collection<String> overloads, Object[] arguments) {
        return findOverloadMatchingArgs(name, arguments);
    }

    @Override
    public Optional<CelResolvedOverload> findOverloadMatchingArgs(String name, Object[] arguments) {
        return switch (name) {
            case "known" -> Optional.of(unary(name, functions::known));
            case "origins" -> Optional.of(unary(name, value -> List.copyOf(functions.origins(value))));
            default -> Optional.empty();
        };
    }

    @SuppressWarnings("Immutable") // what answers is the caller's
    private static CelResolvedOverload unary(String name, Function<@Nullable Object, Object> function) {
        CelFunctionOverload definition = arguments -> answer(name, function, PlainValues.of(arguments[0]));
        return CelResolvedOverload.of(name, name, definition, true, Object.class);
    }

    private static Object answer(String name, Function<@Nullable Object, Object> function, @Nullable Object argument) {
        try {
            return function.apply(argument);
        } catch (RuntimeException e) {
            throw new EvaluationFailure(name + "() failed", e);
        }
    }
}
