/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static dev.cel.common.types.SimpleType.BOOL;
import static dev.cel.common.types.SimpleType.DOUBLE;
import static dev.cel.common.types.SimpleType.INT;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.ListType;
import dev.cel.runtime.CelFunctionBinding;
import java.math.BigDecimal;
import java.util.List;

/**
 * Equality and membership between integers and numbers. CEL orders them across types ({@code 1 < 1.5}) but its checker
 * refuses {@code args.amount == 100} where the amount is a double.
 */
final class MixedNumbers {
    private static final ListType INTS = ListType.create(INT);
    private static final ListType DOUBLES = ListType.create(DOUBLE);

    static final List<CelFunctionDecl> DECLARATIONS = List.of(
            newFunctionDeclaration(
                    "_==_",
                    newGlobalOverload("equals_int64_double", BOOL, INT, DOUBLE),
                    newGlobalOverload("equals_double_int64", BOOL, DOUBLE, INT)),
            newFunctionDeclaration(
                    "_!=_",
                    newGlobalOverload("not_equals_int64_double", BOOL, INT, DOUBLE),
                    newGlobalOverload("not_equals_double_int64", BOOL, DOUBLE, INT)),
            newFunctionDeclaration(
                    "@in",
                    newGlobalOverload("in_list_int64_double", BOOL, INT, DOUBLES),
                    newGlobalOverload("in_list_double_int64", BOOL, DOUBLE, INTS)));

    static final List<CelFunctionBinding> BINDINGS = List.of(
            CelFunctionBinding.from("equals_int64_double", Long.class, Double.class, (i, d) -> equal(i, d)),
            CelFunctionBinding.from("equals_double_int64", Double.class, Long.class, (d, i) -> equal(i, d)),
            CelFunctionBinding.from("not_equals_int64_double", Long.class, Double.class, (i, d) -> !equal(i, d)),
            CelFunctionBinding.from("not_equals_double_int64", Double.class, Long.class, (d, i) -> !equal(i, d)),
            CelFunctionBinding.from(
                    "in_list_int64_double",
                    Long.class,
                    List.class,
                    (i, list) -> ((List<?>) list).stream().anyMatch(d -> equal(i, (Double) d))),
            CelFunctionBinding.from(
                    "in_list_double_int64",
                    Double.class,
                    List.class,
                    (d, list) -> ((List<?>) list).stream().anyMatch(i -> equal((Long) i, d))));

    /** Exact, also beyond 2^53. */
    private static boolean equal(long integer, double number) {
        return Double.isFinite(number) && new BigDecimal(number).compareTo(BigDecimal.valueOf(integer)) == 0;
    }

    private MixedNumbers() {}
}
