/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import java.util.function.Supplier;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;

/**
 * Puts {@link TaskIntent} into effect on beans. Other advice of a method comes first: a caller who may not call it opens no
 * task, and an {@code @Async} method opens it on the thread that does the work.
 */
public final class TaskIntentPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {
    private static final long serialVersionUID = 1L;

    /** @param tasks asked when the first such method is called */
    public TaskIntentPostProcessor(Supplier<Tasks> tasks) {
        setProxyTargetClass(true);
        this.advisor = new DefaultPointcutAdvisor(
                new AnnotationMatchingPointcut(null, TaskIntent.class, true), new TaskIntentInterceptor(tasks));
    }
}
