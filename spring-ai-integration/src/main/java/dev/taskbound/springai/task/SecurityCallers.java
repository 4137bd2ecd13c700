/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import java.util.Optional;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;

/** Those that Spring Security knows. */
final class SecurityCallers implements Callers {
    private final PrincipalResolver principals;

    SecurityCallers(PrincipalResolver principals) {
        this.principals = principals;
    }

    @Override
    public Optional<Principal> onThisThread() {
        return principal(SecurityContextHolder.getContext());
    }

    @Override
    public Mono<Principal> inReactorContext() {
        return ReactiveSecurityContextHolder.getContext().flatMap(context -> Mono.justOrEmpty(principal(context)));
    }

    private Optional<Principal> principal(SecurityContext context) {
        return Optional.ofNullable(context.getAuthentication()).flatMap(principals::resolve);
    }
}
