/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelUnparserFactory;
import java.util.ArrayList;
import java.util.List;

/** Takes a condition apart. */
final class Outliner {
    private static final CelParser PARSER = Dialect.PARSER
            .toParserBuilder()
            .setOptions(Dialect.OPTIONS.toBuilder().populateMacroCalls(true).build())
            .build();

    private final CelSource source;
    private final Comparisons comparisons;

    private Outliner(CelSource source) {
        this.source = source;
        this.comparisons = new Comparisons(source, this::text);
    }

    static Outline outline(String source) throws ConditionException {
        try {
            CelValidationResult parsed = PARSER.parse(source);
            if (parsed.hasError()) {
                throw new ConditionException(CompileProblems.ofSyntax(parsed.getErrors(), source));
            }
            CelAbstractSyntaxTree tree = parsed.getAst();
            return new Outliner(tree.getSource()).outline(tree.getExpr());
        } catch (CelValidationException e) {
            throw new ConditionException(CompileProblems.ofSyntax(e.getErrors(), source));
        } catch (StackOverflowError e) {
            throw EvaluationProblems.of("nested too deeply", source);
        }
    }

    private Outline outline(CelExpr expression) {
        if (isCall(expression, "_&&_") || isCall(expression, "_||_")) {
            String function = expression.call().function();
            List<Outline> parts = new ArrayList<>();
            operands(expression, function).forEach(operand -> parts.add(outline(operand)));
            Outline.Kind kind = function.equals("_&&_") ? Outline.Kind.ALL : Outline.Kind.ANY;
            return new Outline(kind, text(expression), parts, null);
        }
        return new Outline(Outline.Kind.LEAF, text(expression), List.of(), comparisons.of(expression));
    }

    /** The parser nests {@code a && b && c}; a reader sees three parts. */
    private static List<CelExpr> operands(CelExpr expression, String function) {
        if (!isCall(expression, function)) {
            return List.of(expression);
        }
        List<CelExpr> operands = new ArrayList<>();
        expression.call().args().forEach(argument -> operands.addAll(operands(argument, function)));
        return operands;
    }

    private String text(CelExpr expression) {
        return CelUnparserFactory.newUnparser().unparse(CelAbstractSyntaxTree.newParsedAst(expression, source));
    }

    static boolean isCall(CelExpr expression, String function) {
        return expression.getKind() == Kind.CALL && expression.call().function().equals(function);
    }
}
