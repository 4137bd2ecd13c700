/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.parts;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips a test whose parts are missing; the run's {@link Parts} live as long as its outermost context. */
final class PartCondition implements ExecutionCondition {
    /** Names of parts, separated by commas, or {@code all}; also a configuration parameter of the test run. */
    static final String REQUIRE = "taskbound.require";

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return context.getElement()
                .flatMap(element -> AnnotationSupport.findAnnotation(element, NeedsPart.class))
                .map(needs -> parts(context).ask(needs.value(), context.getDisplayName()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no part"));
    }

    private static Parts parts(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(Parts.class))
                .getOrComputeIfAbsent(
                        Parts.class,
                        key -> new Parts(
                                context.getConfigurationParameter(REQUIRE).orElse(""), System.out),
                        Parts.class);
    }
}
