/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ReflectionUtils;

/** Reads what Spring AI keeps to itself and has no accessor for. */
final class PrivateField {
    private PrivateField() {}

    static boolean isIn(Class<?> type, String name) {
        return ReflectionUtils.findField(type, name) != null;
    }

    /** @throws IllegalStateException if there is no such field, or it cannot be read */
    static @Nullable Object read(Object holder, String name) {
        Field field = ReflectionUtils.findField(holder.getClass(), name);
        if (field == null) {
            throw new IllegalStateException(holder.getClass().getName() + " has no field " + name
                    + ": this version of Spring AI is not one that Taskbound knows");
        }
        ReflectionUtils.makeAccessible(field);
        return ReflectionUtils.getField(field, holder);
    }
}
