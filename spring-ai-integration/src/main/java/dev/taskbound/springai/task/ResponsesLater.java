/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.task;

import java.util.Set;
import org.springframework.util.ClassUtils;

/** Types of Spring MVC with which a handler answers later, by itself. By name: Spring MVC may be absent. */
final class ResponsesLater {
    private static final Set<String> TYPES = Set.of(
            "org.springframework.web.context.request.async.DeferredResult",
            "org.springframework.web.context.request.async.WebAsyncTask",
            "org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter",
            "org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody");

    private ResponsesLater() {}

    static boolean is(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (TYPES.contains(each.getName())
                    || ClassUtils.getAllInterfacesForClassAsSet(each).stream()
                            .anyMatch(face -> TYPES.contains(face.getName()))) {
                return true;
            }
        }
        return false;
    }
}
