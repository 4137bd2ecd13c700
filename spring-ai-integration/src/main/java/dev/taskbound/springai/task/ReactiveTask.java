/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import dev.taskbound.TaskRequest;
import dev.taskbound.guard.TaskScope;
import dev.taskbound.springai.TaskCarrier;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Each subscription is one task, opened when it begins and ended when it ends, however that is. */
final class ReactiveTask {
    private final Tasks tasks;
    private final Optional<Principal> caller;
    private final Function<Optional<Principal>, TaskRequest> request;

    /** @param caller of the thread at hand; if empty, the Reactor context may know better when somebody subscribes */
    ReactiveTask(Tasks tasks, Optional<Principal> caller, Function<Optional<Principal>, TaskRequest> request) {
        this.tasks = tasks;
        this.caller = caller;
        this.request = request;
    }

    /** @param body asked when somebody subscribes, within the task */
    <T> Flux<T> flux(Supplier<? extends Publisher<T>> body) {
        return opened().doOnDiscard(TaskScope.class, TaskScope::close).flatMapMany(task -> within(task, body));
    }

    private Mono<TaskScope> opened() {
        Mono<TaskScope> opening = Mono.justOrEmpty(caller)
                .switchIfEmpty(Mono.defer(tasks::reactivePrincipal))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .map(principal -> tasks.open(request.apply(principal)));
        // Opening waits for the audit log, which an event loop must not.
        return Mono.defer(
                () -> Schedulers.isInNonBlockingThread() ? opening.subscribeOn(Schedulers.boundedElastic()) : opening);
    }

    private static <T> Flux<T> within(TaskScope task, Supplier<? extends Publisher<T>> body) {
        Context context = task.in(Context.current());
        Flux<T> work = Flux.from(subscriber -> {
            try (Scope current = TaskCarrier.makeCurrent(task)) {
                body.get().subscribe(subscriber);
            }
        });
        return work.contextWrite(reactor -> reactor.put(TaskCarrier.KEY, new TaskCarrier.Carried(task, context)))
                .doFinally(end -> task.closeWhenDecided());
    }
}
