/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import dev.taskbound.Task;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Whom Spring Security shall see while an approved call runs that was made before a restart, or in another process. As a
 * bean. Without one it sees nobody: the task is known by then, but not the {@code Authentication} it was opened under.
 */
@FunctionalInterface
public interface TaskAuthentication {
    /** @return the authentication of {@code task.principal()}, null for nobody; never that of whoever approved */
    @Nullable
    Authentication of(Task task);
}
