/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Binds an argument of a {@link TaskIntent} method to a parameter of the intent: text, a number, a boolean, or a collection
 * of these. Null and an empty {@code Optional} are left out. The application vouches for it: it counts as a trusted
 * origin.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface TaskParameter {
    /** The parameter's name in the policy; if empty, that of the argument. */
    String value() default "";

    /** Whether a model extracted the value from text: bound like the others, but untrusted as an origin. */
    boolean fromModel() default false;
}
