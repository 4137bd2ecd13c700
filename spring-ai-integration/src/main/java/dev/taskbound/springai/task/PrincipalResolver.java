/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import dev.taskbound.Principal;
import java.util.Optional;
import org.springframework.security.core.Authentication;

/**
 * Whom a task is done for, made of what Spring Security has verified. A bean of this type replaces {@link
 * AuthenticatedPrincipals}. Thread-safe.
 */
@FunctionalInterface
public interface PrincipalResolver {
    /** Empty where nobody in particular is meant: the policy then decides about nobody. */
    Optional<Principal> resolve(Authentication authentication);
}
