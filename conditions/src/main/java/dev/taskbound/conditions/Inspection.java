/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.CelComprehension;
import dev.cel.common.ast.CelExpr.CelSelect;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One walk over a parsed condition: what it refers to and calls, what its author may have meant where the checker finds a
 * name unknown, and the patterns and labels it uses.
 */
final class Inspection {
    private static final Place ANYWHERE = new Place(ValueType.DYNAMIC, null);
    private static final Set<String> FUNCTIONS = knownFunctions();

    private final Set<String> references = new TreeSet<>();
    private final Map<Long, UnknownName> unknownNames = new HashMap<>();
    private final Set<String> functions = new HashSet<>();
    private final Literals literals;

    private Inspection(Literals literals) {
        this.literals = literals;
    }

    /** A name at an expression, and what to say of it if the checker does not know it either. */
    record UnknownName(String name, String message) {}

    /** What an expression stands for: its type as far as it is declared, and its path if it has one. */
    private record Place(ValueType type, @Nullable String path) {}

    static Inspection of(CelExpr condition, Map<String, ValueType> variables, Literals literals) {
        Inspection inspection = new Inspection(literals);
        Map<String, Place> scope = new HashMap<>();
        variables.forEach((name, type) -> scope.put(name, new Place(type, name)));
        inspection.visit(condition, scope);
        return inspection;
    }

    /** The longest paths that are read, such as {@code args.amount}. */
    Set<String> references() {
        return references;
    }

    Optional<UnknownName> unknownNameAt(long expression) {
        return Optional.ofNullable(unknownNames.get(expression));
    }

    /** What is wrong with texts that have to stand in the condition itself, by their place in it. */
    Map<Long, String> literalProblems() {
        return literals.problems();
    }

    /** The functions that are called, operators and what macros stand for included. */
    Set<String> functions() {
        return functions;
    }

    private Place visit(CelExpr expression, Map<String, Place> scope) {
        Place place = resolve(expression, scope);
        if (place.path() != null) {
            references.add(place.path());
        }
        return place;
    }

    private Place resolve(CelExpr expression, Map<String, Place> scope) {
        return switch (expression.getKind()) {
            case IDENT -> variable(expression, scope);
            case SELECT -> field(expression, scope);
            case CALL -> call(expression, scope);
            case COMPREHENSION -> comprehension(expression.comprehension(), scope);
            default -> {
                children(expression).forEach(child -> visit(child, scope));
                yield ANYWHERE;
            }
        };
    }

    private static Stream<CelExpr> children(CelExpr expression) {
        return switch (expression.getKind()) {
            case LIST -> expression.list().elements().stream();
            case MAP -> expression.map().entries().stream().flatMap(entry -> Stream.of(entry.key(), entry.value()));
            case STRUCT -> expression.struct().entries().stream().map(CelExpr.CelStruct.Entry::value);
            default -> Stream.of();
        };
    }

    private Place variable(CelExpr expression, Map<String, Place> scope) {
        String name = expression.ident().name();
        Place place = scope.get(name.startsWith(".") ? name.substring(1) : name);
        if (place == null) {
            List<String> known = scope.keySet().stream()
                    .filter(visible -> !visible.startsWith("@"))
                    .toList();
            Place arguments = scope.get("args");
            boolean hasOpenArguments = arguments != null && arguments.type() instanceof MapOf;
            unknown(
                    expression,
                    name,
                    "unknown variable '" + name + "'"
                            + Suggestions.forVariable(name, known, fields(scope), hasOpenArguments));
            return ANYWHERE;
        }
        return place;
    }

    /** The fields of variables that are records, such as {@code args.amount}. */
    private static List<String> fields(Map<String, Place> scope) {
        return scope.entrySet().stream()
                .filter(variable -> variable.getValue().type() instanceof RecordOf)
                .flatMap(variable -> ((RecordOf) variable.getValue().type())
                        .fields().keySet().stream().map(field -> variable.getKey() + "." + field))
                .sorted()
                .toList();
    }

    private Place field(CelExpr expression, Map<String, Place> scope) {
        CelSelect select = expression.select();
        Place operand = resolve(select.operand(), scope);
        String path = operand.path() == null ? null : operand.path() + "." + select.field();
        return new Place(fieldType(expression, select.field(), operand), path);
    }

    private ValueType fieldType(CelExpr expression, String field, Place operand) {
        if (operand.type() instanceof MapOf map) {
            return map.value();
        }
        if (operand.type() instanceof RecordOf record) {
            return recordField(expression, field, operand, record.fields());
        }
        return ValueType.DYNAMIC;
    }

    private ValueType recordField(CelExpr expression, String field, Place record, Map<String, ValueType> fields) {
        ValueType type = fields.get(field);
        if (type == null) {
            String owner = record.path() == null ? "" : " of '" + record.path() + "'";
            String suggestion = Suggestions.forUnknown(field, fields.keySet());
            String words = "task".equals(record.path()) && field.equals("statement")
                    ? "; whether the person's words hold a value: 'statement' in origins(args.name)"
                    : "";
            String declared = words.isEmpty() && "task".equals(record.path()) && !suggestion.contains("did you mean")
                    ? "; what a task is given is declared in parameters"
                    : "";
            unknown(expression, field, "unknown field '" + field + "'" + owner + suggestion + words + declared);
            return ValueType.DYNAMIC;
        }
        return type;
    }

    private Place call(CelExpr expression, Map<String, Place> scope) {
        CelCall call = expression.call();
        functions.add(call.function());
        // Operators, and what macros stand for, begin with a sign.
        if (Character.isLetter(call.function().charAt(0)) && !FUNCTIONS.contains(call.function())) {
            String suggestion = Suggestions.forFunction(call.function(), FUNCTIONS);
            unknown(expression, call.function(), "unknown function '" + call.function() + "'" + suggestion);
        }
        literals.look(call);
        List<Place> operands = Stream.concat(call.target().stream(), call.args().stream())
                .map(operand -> visit(operand, scope))
                .toList();
        boolean element = call.function().equals("_[_]") && operands.get(0).type() instanceof ListOf;
        return element ? new Place(((ListOf) operands.get(0).type()).element(), null) : ANYWHERE;
    }

    private Place comprehension(CelComprehension comprehension, Map<String, Place> scope) {
        literals.look(comprehension);
        Place range = visit(comprehension.iterRange(), scope);
        visit(comprehension.accuInit(), scope);
        Map<String, Place> inner = new HashMap<>(scope);
        inner.put(comprehension.accuVar(), ANYWHERE);
        ValueType element = range.type() instanceof ListOf list ? list.element() : ValueType.DYNAMIC;
        inner.put(comprehension.iterVar(), new Place(element, null));
        Stream.of(comprehension.loopCondition(), comprehension.loopStep(), comprehension.result())
                .forEach(part -> visit(part, inner));
        return ANYWHERE;
    }

    private void unknown(CelExpr expression, String name, String message) {
        unknownNames.put(expression.id(), new UnknownName(name, message));
    }

    private static Set<String> knownFunctions() {
        Set<String> names = new HashSet<>(FunctionCalls.NAMES);
        names.addAll(List.of("has", "all", "exists", "exists_one", "map", "filter"));
        CelStandardDeclarations.getAllFunctionNames().stream()
                .filter(name -> name.matches("[a-zA-Z]+"))
                .forEach(names::add);
        return names;
    }
}
