/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/** The caller's {@code Authentication}, for the thread that runs a tool. Nothing where Spring Security is absent. */
final class CallerSecurity {
    private static final boolean PRESENT = ClassUtils.isPresent(
            "org.springframework.security.core.context.SecurityContextHolder", CallerSecurity.class.getClassLoader());

    private final @Nullable Object authentication;

    private CallerSecurity(@Nullable Object authentication) {
        this.authentication = authentication;
    }

    static CallerSecurity capture() {
        return new CallerSecurity(PRESENT ? Holder.authentication() : null);
    }

    /** @param authentication an {@code Authentication}; null for nobody */
    static CallerSecurity of(@Nullable Object authentication) {
        return new CallerSecurity(authentication);
    }

    /** @return puts back what this thread had */
    Entered enter() {
        return PRESENT ? Holder.enter(authentication) : () -> {};
    }

    /** Apart, so that it is not loaded without Spring Security. */
    private static final class Holder {
        static @Nullable Object authentication() {
            return SecurityContextHolder.getContext().getAuthentication();
        }

        /** In a context of its own: whoever empties the request's context later does not empty this one. */
        static Entered enter(@Nullable Object authentication) {
            SecurityContext before = SecurityContextHolder.getContext();
            SecurityContext entered = SecurityContextHolder.createEmptyContext();
            entered.setAuthentication((Authentication) authentication);
            SecurityContextHolder.setContext(entered);
            return () -> {
                if (before.getAuthentication() == null) {
                    SecurityContextHolder.clearContext();
                } else {
                    SecurityContextHolder.setContext(before);
                }
            };
        }
    }
}
