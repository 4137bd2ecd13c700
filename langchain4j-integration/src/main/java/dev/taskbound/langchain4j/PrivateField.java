/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import java.lang.reflect.Field;
import org.jspecify.annotations.Nullable;

/**
 * A field of LangChain4j that has no accessor in every version supported. The version matrix of the build proves that it
 * is there; where it is not, what needs it fails, and the call is denied.
 */
final class PrivateField {
    private PrivateField() {}

    /** @throws IllegalStateException if there is no such field, or it cannot be read */
    static @Nullable Object read(Object from, Class<?> declaring, String name) {
        try {
            Field field = declaring.getDeclaredField(name);
            field.setAccessible(true);
            return field.get(from);
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("field " + name + " of " + declaring.getName() + " cannot be read", e);
        }
    }
}
