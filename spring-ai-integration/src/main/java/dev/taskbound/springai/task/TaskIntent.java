/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A call of this method is one task. The task is opened before the method runs, for the authenticated user, and is current
 * while it runs; with what the method returns it ends, and a method that returns a {@code CompletionStage}, {@code
 * Callable}, {@code Mono} or {@code Flux} ends it when that is done. Calls of the task that wait for a human by then can
 * still be approved, and resumed.
 *
 * <pre>{@code
 * @TaskIntent("refund-order")
 * @PostMapping("/orders/{id}/refund")
 * String refund(@TaskParameter("order_id") @PathVariable String id, @TaskStatement @RequestBody String words) {
 *     return chat.prompt().user(words).call().content();
 * }
 * }</pre>
 *
 * <p>The method is intercepted on Spring beans only, when called from outside the bean, as with every advice of Spring. If
 * the task may not be opened, the method does not run and {@code ToolCallDeniedException} is thrown.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
public @interface TaskIntent {
    /** The intent's name in the policy. */
    String value();

    /** The agent that acts, as the policy's {@code agents} name it; if empty, the application's. */
    String agent() default "";
}
