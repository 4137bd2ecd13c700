/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Whom the code at hand works for. */
interface Callers {
    Callers NOBODY = new Callers() {
        @Override
        public Optional<Principal> onThisThread() {
            return Optional.empty();
        }

        @Override
        public Mono<Principal> inReactorContext() {
            return Mono.empty();
        }
    };

    Optional<Principal> onThisThread();

    Mono<Principal> inReactorContext();
}
