/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Texts in a condition that name something: patterns, labels, origins. One that names nothing would never hold. */
final class Literals {
    private static final List<String> OF_VALUES = List.of("known", "origins", "entities");
    private static final List<String> EQUALITY = List.of("_==_", "_!=_", "@in");
    private static final Pattern PATH = Pattern.compile("(args|task|principal)(\\.\\w+)+");

    private final @Nullable Set<String> labels;
    private final @Nullable Set<String> origins;
    private final Map<Long, String> problems = new HashMap<>();
    /** Variables that go through the answer of {@code origins()}. */
    private final Set<String> originVariables = new HashSet<>();

    /**
     * @param labels that there are; null where any may be
     * @param origins that there are; null where any may be
     */
    Literals(@Nullable Set<String> labels, @Nullable Set<String> origins) {
        this.labels = labels;
        this.origins = origins;
    }

    /** By the expression that they are about. */
    Map<Long, String> problems() {
        return problems;
    }

    void look(CelCall call) {
        String function = call.function();
        List<CelExpr> arguments = call.args();
        if (arguments.isEmpty()) {
            return;
        }
        CelExpr last = arguments.get(arguments.size() - 1);
        if (function.equals("matches")) {
            require(last, "the pattern of matches()", "args.name.matches('^[0-9]+$')", Patterns::problemOf);
        } else if (function.equals("label")) {
            require(
                    last,
                    "the label of label()",
                    "label('pii'), or label(args.name, 'pii')",
                    label -> unknown(label, labels, "no tool's result carries the label "));
        } else if (OF_VALUES.contains(function)) {
            if (function.equals("known")
                    && last.getKind() == Kind.IDENT
                    && last.ident().name().equals("args")) {
                problems.put(
                        last.id(),
                        function + "(args) asks about all of them as one; of each: " + function + "(args.name)");
            }
            text(last)
                    .filter(text -> PATH.matcher(text).matches())
                    .ifPresent(path -> problems.put(
                            last.id(),
                            function + "('" + path + "') asks about these words; of the value: " + function + "(" + path
                                    + ")"));
        } else if (EQUALITY.contains(function) && arguments.stream().anyMatch(Literals::isCallTool)) {
            arguments.stream()
                    .filter(argument -> text(argument).isPresent())
                    .forEach(name -> problems.put(
                            name.id(),
                            "call.tool counts calls of the tool; which tool that is, the rule says by its tool"));
        } else if (EQUALITY.contains(function) && arguments.stream().anyMatch(this::isOrigin)) {
            arguments.stream().flatMap(Literals::texts).forEach(this::requireOrigin);
        }
    }

    void look(CelComprehension comprehension) {
        if (isOriginsCall(comprehension.iterRange())) {
            originVariables.add(comprehension.iterVar());
        }
    }

    private static boolean isCallTool(CelExpr expression) {
        return expression.getKind() == Kind.SELECT
                && expression.select().field().equals("tool")
                && expression.select().operand().getKind() == Kind.IDENT
                && expression.select().operand().ident().name().equals("call");
    }

    private boolean isOrigin(CelExpr expression) {
        return isOriginsCall(expression)
                || (expression.getKind() == Kind.IDENT
                        && originVariables.contains(expression.ident().name()));
    }

    private static boolean isOriginsCall(CelExpr expression) {
        return expression.getKind() == Kind.CALL && expression.call().function().equals("origins");
    }

    private void requireOrigin(CelExpr literal) {
        text(literal)
                .flatMap(name -> unknownOrigin(name, origins))
                .ifPresent(message -> problems.put(literal.id(), message));
    }

    private void require(CelExpr literal, String what, String form, Function<String, Optional<String>> problemOf) {
        Optional<String> text = text(literal);
        String written = literal.getKind() == Kind.IDENT ? "'" + literal.ident().name() + "'" : form;
        text.map(problemOf)
                .orElse(Optional.of(what + " must be a string written here: " + written))
                .ifPresent(message -> problems.put(literal.id(), message));
    }

    private static Optional<String> unknown(String name, @Nullable Collection<String> known, String problem) {
        return known == null || known.contains(name)
                ? Optional.empty()
                : Optional.of(problem + "'" + name + "'" + Suggestions.forUnknown(name, known));
    }

    private static Optional<String> unknownOrigin(String name, @Nullable Collection<String> known) {
        String problem = "origins() never answers ";
        return known != null && known.contains("result." + name)
                ? Optional.of(problem + "'" + name + "'; did you mean 'result." + name + "'?")
                : unknown(name, known, problem);
    }

    private static Stream<CelExpr> texts(CelExpr expression) {
        return expression.getKind() == Kind.LIST ? expression.list().elements().stream() : Stream.of(expression);
    }

    private static Optional<String> text(CelExpr expression) {
        return expression.getKind() == Kind.CONSTANT && expression.constant().getKind() == CelConstant.Kind.STRING_VALUE
                ? Optional.of(expression.constant().stringValue())
                : Optional.empty();
    }
}
