/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static java.util.Objects.requireNonNull;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled condition. Immutable and safe for use by many threads. */
public final class Condition {
    private final String source;
    private final Set<String> references;
    private final ConditionEnvironment environment;
    private final CelRuntime.Program program;

    Condition(String source, Set<String> references, ConditionEnvironment environment, CelRuntime.Program program) {
        this.source = source;
        this.references = Collections.unmodifiableSet(references);
        this.environment = environment;
        this.program = program;
    }

    /**
     * Whether the condition holds for these values. As in CEL, {@code &&} and {@code ||} have an answer when one side
     * decides it and the other fails. All macros together take at most 1,000 steps; the lists and maps that are read
     * have at most 10,000 elements together.
     *
     * @param variables plain Java values by variable, see {@link ValueType}; what the condition does not refer to may be
     *     missing, and what is not declared is ignored. Not to be changed meanwhile.
     * @throws ConditionException if there is no answer: a value is missing or of another type than declared, a limit is
     *     reached, a function fails. Nothing else is thrown.
     */
    public boolean test(Map<String, ? extends @Nullable Object> variables, ConditionFunctions functions)
            throws ConditionException {
        requireNonNull(variables, "variables");
        requireNonNull(functions, "functions");
        try {
            Object result =
                    program.eval(new Activation(environment.variables(), variables), new FunctionCalls(functions));
            if (result instanceof Boolean holds) {
                return holds;
            }
            throw EvaluationProblems.of("the result is not a boolean", source);
        } catch (CelEvaluationException e) {
            throw EvaluationProblems.of(e, source);
        } catch (RuntimeException | StackOverflowError e) {
            throw EvaluationProblems.of("the condition could not be evaluated", source);
        }
    }

    /** The longest paths that the condition reads, such as {@code args.amount}, sorted. */
    public Set<String> references() {
        return references;
    }

    /** What the condition was compiled in, for compiling parts of it alone. */
    public ConditionEnvironment environment() {
        return environment;
    }

    /** The text that was compiled. */
    public String source() {
        return source;
    }

    @Override
    public String toString() {
        return source;
    }
}
