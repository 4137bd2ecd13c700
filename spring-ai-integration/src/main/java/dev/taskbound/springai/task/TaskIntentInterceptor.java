/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.TaskRequest;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.springai.TaskCarrier;
import io.opentelemetry.context.Scope;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Opens the task of a {@link TaskIntent} method, runs the method within it, and ends it with what the method returns. */
final class TaskIntentInterceptor implements MethodInterceptor {
    private final Supplier<Tasks> tasks;
    private final Map<Method, IntentMethod> methods = new ConcurrentHashMap<>();

    /** @param tasks asked when the first such method is called, so that no bean is made early */
    TaskIntentInterceptor(Supplier<Tasks> tasks) {
        this.tasks = tasks;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Method method = AopUtils.getMostSpecificMethod(
                invocation.getMethod(),
                Objects.requireNonNull(invocation.getThis()).getClass());
        IntentMethod bound = methods.computeIfAbsent(method, IntentMethod::of);
        if (Publisher.class.isAssignableFrom(method.getReturnType())) {
            return publisher(bound, (ProxyMethodInvocation) invocation);
        }
        if (ResponsesLater.is(method.getReturnType())) {
            throw new IllegalStateException(method + " returns before its work is done, and does not say when that is:"
                    + " open the task where the work is done, with Tasks");
        }
        Tasks opener = tasks.get();
        TaskRequest request = bound.request(
                opener,
                invocation.getArguments(),
                opener.principalOnThisThread().orElse(null));
        return Callable.class.isAssignableFrom(method.getReturnType())
                ? later(opener, request, invocation)
                : now(opener.open(request), invocation);
    }

    /** The method runs when somebody subscribes, as often as that is done. */
    private Publisher<?> publisher(IntentMethod bound, ProxyMethodInvocation invocation) {
        Tasks opener = tasks.get();
        Flux<?> flux = new ReactiveTask(
                        opener,
                        opener.principalOnThisThread(),
                        principal -> bound.request(opener, invocation.getArguments(), principal.orElse(null)))
                .flux(() -> proceed(invocation.invocableClone()));
        return Mono.class.isAssignableFrom(invocation.getMethod().getReturnType()) ? flux.singleOrEmpty() : flux;
    }

    @SuppressWarnings("unchecked")
    private static Publisher<Object> proceed(MethodInvocation invocation) {
        try {
            return (Publisher<Object>) Objects.requireNonNull(invocation.proceed(), "a publisher");
        } catch (Throwable e) {
            return Flux.error(e);
        }
    }

    private static @Nullable Object now(TaskScope task, MethodInvocation invocation) throws Throwable {
        boolean ended = true;
        try (Scope current = TaskCarrier.makeCurrent(task)) {
            Object result = invocation.proceed();
            if (result instanceof CompletionStage<?> stage) {
                ended = false;
                // The method's own stage is answered: cancelling it ends the task.
                var unused = stage.whenComplete((value, failure) -> task.closeWhenDecided());
            }
            return result;
        } finally {
            if (ended) {
                task.closeWhenDecided();
            }
        }
    }

    /** Spring MVC calls it on a thread of its own, some time after the method has returned. */
    private static @Nullable Object later(Tasks opener, TaskRequest request, MethodInvocation invocation)
            throws Throwable {
        Object result = invocation.proceed();
        return result instanceof Callable<?> work ? (Callable<?>) () -> within(opener.open(request), work) : result;
    }

    private static @Nullable Object within(TaskScope task, Callable<?> work) throws Exception {
        try (Scope current = TaskCarrier.makeCurrent(task)) {
            return work.call();
        } finally {
            task.closeWhenDecided();
        }
    }
}
