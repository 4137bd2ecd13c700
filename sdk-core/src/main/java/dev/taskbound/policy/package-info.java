/** The rules, loaded from {@code taskbound.yaml}, and the decision point that evaluates them. */
@NullMarked
package dev.taskbound.policy;

import org.jspecify.annotations.NullMarked;
