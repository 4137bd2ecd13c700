/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/** The {@code @Tool} methods of an application's beans, without making a bean. */
final class ToolNames {
    private static final int MOST = 20;

    private ToolNames() {}

    static List<String> in(ListableBeanFactory beans) {
        Set<String> names = new LinkedHashSet<>();
        for (String bean : beans.getBeanDefinitionNames()) {
            Class<?> type = beans.getType(bean, false);
            if (type != null && !type.getName().startsWith("org.springframework.")) {
                names.addAll(in(ClassUtils.getUserClass(type)));
            }
        }
        return names.stream().limit(MOST).toList();
    }

    private static Set<String> in(Class<?> type) {
        Set<String> names = new LinkedHashSet<>();
        ReflectionUtils.doWithMethods(type, method -> {
            String name = name(method);
            if (name != null) {
                names.add(name);
            }
        });
        return names;
    }

    private static @Nullable String name(Method method) {
        Tool tool = AnnotatedElementUtils.findMergedAnnotation(method, Tool.class);
        return tool == null ? null : tool.name().isEmpty() ? method.getName() : tool.name();
    }
}
