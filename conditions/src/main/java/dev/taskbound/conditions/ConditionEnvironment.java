/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.Objects.requireNonNull;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationResult;
import dev.cel.common.CelVarDecl;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The variables that a condition may use, with their types, and the compiler for it.
 *
 * <p>Conditions are CEL: its operators, its macros ({@code has}, {@code all}, {@code exists}, {@code exists_one},
 * {@code map}, {@code filter}), its functions on strings, lists, timestamps and durations, and those of
 * {@link ConditionFunctions}. Different from standard CEL: integers and numbers compare with each other everywhere;
 * there is no arithmetic on numbers; the pattern of {@code matches} is a literal; there are no comments. A condition is at
 * most 2,000 characters long and 32 levels deep.
 *
 * <p>Immutable and safe for use by many threads.
 */
public final class ConditionEnvironment {
    private final Map<String, ValueType> variables;
    private final @Nullable Set<String> labels;
    private final @Nullable Set<String> origins;
    private final DeclaredTypes types = new DeclaredTypes();
    private final List<CelVarDecl> declarations;

    private ConditionEnvironment(Builder builder) {
        this.variables = Map.copyOf(builder.variables);
        this.labels = builder.labels;
        this.origins = builder.origins;
        this.declarations = this.variables.entrySet().stream()
                .map(variable -> CelVarDecl.newVarDeclaration(
                        variable.getKey(), types.declare(variable.getKey(), variable.getValue())))
                .toList();
    }

    /** An environment with no variable yet. */
    public static Builder builder() {
        return new Builder();
    }

    Map<String, ValueType> variables() {
        return variables;
    }

    /**
     * Compiles and type-checks a condition.
     *
     * @throws ConditionException if it is not a boolean expression over the variables of this environment, or is beyond
     *     a limit; it has every problem that was found
     */
    public Condition compile(String source) throws ConditionException {
        requireNonNull(source, "source");
        try {
            return compileBounded(source);
        } catch (StackOverflowError e) {
            throw EvaluationProblems.of("nested too deeply", source);
        }
    }

    private Condition compileBounded(String source) throws ConditionException {
        boolean isTooLong = source.codePointCount(0, source.length()) > Dialect.MAX_LENGTH;
        OptionalInt comment = isTooLong ? OptionalInt.empty() : Comments.first(source);
        if (comment.isPresent()) {
            throw EvaluationProblems.of(Comments.MESSAGE, comment.getAsInt(), source);
        }
        CelValidationResult parsed = Dialect.PARSER.parse(source);
        if (parsed.hasError()) {
            throw new ConditionException(CompileProblems.ofSyntax(parsed.getErrors(), source));
        }
        CelAbstractSyntaxTree tree = tree(parsed, source);
        Inspection inspection = Inspection.of(tree.getExpr(), variables, new Literals(labels, origins));
        CelValidationResult checked =
                Checker.of(types, declarations, inspection.functions()).check(tree);
        List<ConditionProblem> problems = new CompileProblems(tree.getSource()).of(checked.getErrors(), inspection);
        if (!problems.isEmpty()) {
            throw new ConditionException(problems);
        }
        return new Condition(source, inspection.references(), this, program(tree(checked, source), source));
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result, String source) throws ConditionException {
        try {
            return result.getAst();
        } catch (dev.cel.common.CelValidationException e) {
            throw new ConditionException(CompileProblems.ofSyntax(e.getErrors(), source));
        }
    }

    private static CelRuntime.Program program(CelAbstractSyntaxTree checked, String source) throws ConditionException {
        try {
            return Dialect.RUNTIME.createProgram(checked);
        } catch (CelEvaluationException e) {
            throw EvaluationProblems.of(e, source);
        }
    }

    /** Collects variables. Not safe for use by many threads. */
    public static final class Builder {
        private final Map<String, ValueType> variables = new LinkedHashMap<>();
        private @Nullable Set<String> labels;
        private @Nullable Set<String> origins;

        private Builder() {}

        /**
         * Declares a variable.
         *
         * @throws IllegalArgumentException if the name is not a CEL identifier or is declared already
         */
        public Builder variable(String name, ValueType type) {
            requireNonNull(type, "type");
            if (!name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
                throw new IllegalArgumentException("Not a name of a variable: " + name);
            }
            if (variables.putIfAbsent(name, type) != null) {
                throw new IllegalArgumentException("Declared twice: " + name);
            }
            return this;
        }

        /** Says which labels there are: naming another one is then an error of compilation. */
        public Builder labels(Collection<String> names) {
            labels = Set.copyOf(names);
            return this;
        }

        /** Says what {@code origins()} can answer: comparing its answer with another text is then an error of compilation. */
        public Builder origins(Collection<String> names) {
            origins = Set.copyOf(names);
            return this;
        }

        /** The environment with the variables declared so far. */
        public ConditionEnvironment build() {
            return new ConditionEnvironment(this);
        }
    }
}
