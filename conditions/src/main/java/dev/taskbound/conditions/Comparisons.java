/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.CelSource;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.taskbound.conditions.Outline.Comparison;
import dev.taskbound.conditions.Outline.OperandKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Recognises the forms of {@link Comparison}; what it does not recognise is none. */
final class Comparisons {
    private static final Map<String, String> OPERATORS =
            Map.of("_==_", "==", "_!=_", "!=", "_<_", "<", "_<=_", "<=", "_>_", ">", "_>=_", ">=", "@in", "in");
    private static final Map<String, String> TURNED =
            Map.of("==", "==", "!=", "!=", "<", ">", "<=", ">=", ">", "<", ">=", "<=");
    private static final Set<String> ON_TEXT = Set.of("startsWith", "endsWith", "contains", "matches");

    private final CelSource source;
    private final Function<CelExpr, String> text;

    Comparisons(CelSource source, Function<CelExpr, String> text) {
        this.source = source;
        this.text = text;
    }

    @Nullable
    Comparison of(CelExpr leaf) {
        return switch (leaf.getKind()) {
            case SELECT -> leaf.select().testOnly() ? without(leaf, "present") : without(leaf, "==true");
            case CALL -> call(leaf.call());
            case COMPREHENSION -> ofEach(source.getMacroCalls().get(leaf.id()));
            default -> null;
        };
    }

    private static @Nullable Comparison without(CelExpr select, String operator) {
        String path = path(select);
        if (path.isEmpty()) {
            return null;
        }
        return operator.equals("==true")
                ? new Comparison(path, "==", false, "true", OperandKind.LITERAL)
                : new Comparison(path, operator, false, "", OperandKind.NONE);
    }

    private @Nullable Comparison call(CelCall call) {
        String operator = OPERATORS.get(call.function());
        if (operator != null && call.args().size() == 2) {
            return binary(call.args().get(0), operator, call.args().get(1));
        }
        if (call.function().equals("!_")) {
            CelExpr operand = call.args().get(0);
            boolean has = operand.getKind() == Kind.SELECT && operand.select().testOnly();
            return has ? without(operand, "absent") : null;
        }
        if (call.function().equals("known") && call.args().size() == 1) {
            return without(call.args().get(0), "known");
        }
        Optional<CelExpr> target = call.target();
        return ON_TEXT.contains(call.function()) && target.isPresent()
                ? binary(target.get(), call.function(), call.args().get(0))
                : null;
    }

    private @Nullable Comparison binary(CelExpr left, String operator, CelExpr right) {
        boolean turn = TURNED.containsKey(operator)
                && !path(left).startsWith("args.")
                && !path(right).isEmpty();
        CelExpr subject = turn ? right : left;
        CelExpr operand = turn ? left : right;
        String path = path(subject);
        if (path.isEmpty()) {
            return null;
        }
        String word = turn ? TURNED.getOrDefault(operator, operator) : operator;
        return new Comparison(path, word, false, text.apply(operand), kind(operand));
    }

    /** {@code path.all(x, x == ...)}. */
    private @Nullable Comparison ofEach(@Nullable CelExpr macro) {
        if (macro == null || !Outliner.isCall(macro, "all")) {
            return null;
        }
        CelCall all = macro.call();
        String list = all.target().map(Comparisons::path).orElse("");
        List<CelExpr> arguments = all.args();
        Comparison element = list.isEmpty() || arguments.size() != 2 ? null : of(arguments.get(1));
        if (element == null || !element.path().equals(path(arguments.get(0)))) {
            return null;
        }
        return new Comparison(list, element.operator(), true, element.operand(), element.operandKind());
    }

    /** The path that an expression reads, such as {@code args.amount}; empty if it is none. */
    private static String path(CelExpr expression) {
        return switch (expression.getKind()) {
            case IDENT -> expression.ident().name();
            case SELECT -> {
                String operand = path(expression.select().operand());
                yield operand.isEmpty()
                        ? ""
                        : operand + "." + expression.select().field();
            }
            default -> "";
        };
    }

    private static OperandKind kind(CelExpr operand) {
        return switch (operand.getKind()) {
            case CONSTANT -> OperandKind.LITERAL;
            case IDENT, SELECT -> path(operand).isEmpty() ? OperandKind.OTHER : OperandKind.PATH;
            case LIST ->
                operand.list().elements().stream().allMatch(each -> each.getKind() == Kind.CONSTANT)
                        ? OperandKind.LITERAL
                        : OperandKind.OTHER;
            default -> OperandKind.OTHER;
        };
    }
}
