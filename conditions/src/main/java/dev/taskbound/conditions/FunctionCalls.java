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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hands calls of our functions to the object that answers them in this evaluation. */
final class FunctionCalls implements CelFunctionResolver {
    static final List<String> NAMES = List.of("known", "origins", "entities", "label");

    private static final ListType STRINGS = ListType.create(STRING);

    static final List<CelFunctionDecl> DECLARATIONS = List.of(
            newFunctionDeclaration("known", newGlobalOverload("known", BOOL, DYN)),
            newFunctionDeclaration("origins", newGlobalOverload("origins", STRINGS, DYN)),
            newFunctionDeclaration("entities", newGlobalOverload("entities", STRINGS, DYN)),
            newFunctionDeclaration(
                    "label",
                    newGlobalOverload("label_seen", BOOL, STRING),
                    newGlobalOverload("label_of", BOOL, DYN, STRING)));

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
            case "known" -> Optional.of(function(name, 1, given -> functions.known(given.get(0))));
            case "origins" -> Optional.of(function(name, 1, given -> List.copyOf(functions.origins(given.get(0)))));
            case "entities" -> Optional.of(function(name, 1, given -> List.copyOf(functions.entities(given.get(0)))));
            case "label" -> Optional.of(function(name, arguments.length, this::label));
            default -> Optional.empty();
        };
    }

    private boolean label(List<@Nullable Object> given) {
        String label = String.valueOf(given.get(given.size() - 1));
        return given.size() == 1 ? functions.label(label) : functions.label(given.get(0), label);
    }

    @SuppressWarnings("Immutable") // what answers is the caller's
    private static CelResolvedOverload function(
            String name, int arity, Function<List<@Nullable Object>, Object> function) {
        CelFunctionOverload definition = arguments -> answer(name, function, arguments);
        return CelResolvedOverload.of(name, name, definition, true, Collections.nCopies(arity, Object.class));
    }

    private static Object answer(String name, Function<List<@Nullable Object>, Object> function, Object[] arguments) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (Object argument : arguments) {
            plain.add(PlainValues.of(argument));
        }
        try {
            return function.apply(plain);
        } catch (RuntimeException e) {
            throw new EvaluationFailure(name + "() failed", e);
        }
    }
}
