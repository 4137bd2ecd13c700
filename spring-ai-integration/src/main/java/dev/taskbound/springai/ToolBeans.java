/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.ai.support.ToolCallbacks;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.resolution.ToolCallbackResolver;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;

/**
 * Tools that belong to the application and not to one request: {@code ToolCallback} and {@code ToolCallbackProvider}
 * beans, beans with {@code @Tool} methods, and what the resolver finds by name. Singletons only. Nothing is asked before it
 * is needed.
 */
final class ToolBeans {
    private static final Logger log = LoggerFactory.getLogger(ToolBeans.class);

    private final ListableBeanFactory beans;

    ToolBeans(ListableBeanFactory beans) {
        this.beans = beans;
    }

    /** All that may have this key in the policy, as far as can be told before they are described. */
    List<ToolCallback> candidates(String key) {
        List<ToolCallback> found = callbacks();
        if (key.indexOf('/') < 0) {
            found.addAll(methods());
            resolved(key).forEach(found::add);
        }
        return found;
    }

    /** All but what only the resolver finds, by a name that somebody has to say first. */
    List<ToolCallback> all() {
        List<ToolCallback> found = callbacks();
        found.addAll(methods());
        return found;
    }

    private List<ToolCallback> callbacks() {
        List<ToolCallback> found = new ArrayList<>(ofType(ToolCallback.class).values());
        ofType(ToolCallbackProvider.class).forEach((name, provider) -> found.addAll(offered(name, provider)));
        return found;
    }

    private List<ToolCallback> methods() {
        return annotated().flatMap(bean -> Stream.of(ToolCallbacks.from(bean))).toList();
    }

    private <T> Map<String, T> ofType(Class<T> type) {
        return beans.getBeansOfType(type, false, true);
    }

    /** The server of an MCP provider may be away. */
    private static List<ToolCallback> offered(String name, ToolCallbackProvider provider) {
        try {
            return List.of(provider.getToolCallbacks());
        } catch (RuntimeException e) {
            log.warn("the tools of {} cannot be listed: {}", name, e.getClass().getName());
            return List.of();
        }
    }

    private Stream<Object> annotated() {
        return Stream.of(beans.getBeanDefinitionNames())
                .filter(beans::isSingleton)
                .filter(name -> hasTools(beans.getType(name, false)))
                .map(beans::getBean);
    }

    private static boolean hasTools(@org.jspecify.annotations.Nullable Class<?> type) {
        return type != null
                && !type.getName().startsWith("org.springframework.")
                && !MethodIntrospector.selectMethods(
                                ClassUtils.getUserClass(type), (org.springframework.util.ReflectionUtils.MethodFilter)
                                        method -> AnnotatedElementUtils.hasAnnotation(method, Tool.class))
                        .isEmpty();
    }

    private Stream<ToolCallback> resolved(String name) {
        ToolCallbackResolver resolver =
                beans.getBeanProvider(ToolCallbackResolver.class).getIfUnique();
        try {
            return resolver == null ? Stream.empty() : Stream.ofNullable(resolver.resolve(name));
        } catch (RuntimeException e) {
            return Stream.empty();
        }
    }
}
