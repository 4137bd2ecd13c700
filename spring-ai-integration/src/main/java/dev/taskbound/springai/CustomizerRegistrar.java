/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers the customizer of {@code ChatClient.Builder}s under the type that this line of Spring AI has for it: they have
 * the same method, and neither type is there on every line.
 */
final class CustomizerRegistrar implements ImportBeanDefinitionRegistrar {
    private static final String[] TYPES = {
        "org.springframework.ai.chat.client.ChatClientBuilderCustomizer",
        "org.springframework.ai.chat.client.ChatClientCustomizer"
    };

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        register(type(), registry, (ConfigurableListableBeanFactory) registry);
    }

    private static <T> void register(Class<T> type, BeanDefinitionRegistry registry, BeanFactory beans) {
        RootBeanDefinition definition =
                new RootBeanDefinition(type, () -> customizer(type, () -> beans.getBean(TaskboundAdvisor.class)));
        registry.registerBeanDefinition("taskboundChatClientCustomizer", definition);
    }

    private static Class<?> type() {
        ClassLoader loader = CustomizerRegistrar.class.getClassLoader();
        for (String name : TYPES) {
            if (ClassUtils.isPresent(name, loader)) {
                return ClassUtils.resolveClassName(name, loader);
            }
        }
        throw new IllegalStateException(
                "this version of Spring AI has no customizer of ChatClient.Builder that Taskbound"
                        + " knows, so its chat clients would not be guarded");
    }

    private static <T> T customizer(Class<T> type, Supplier<TaskboundAdvisor> advisor) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> invoke(proxy, method, arguments, advisor)));
    }

    private static @Nullable Object invoke(
            Object proxy, Method method, Object @Nullable [] arguments, Supplier<TaskboundAdvisor> advisor) {
        if (arguments != null && arguments[0] instanceof ChatClient.Builder builder) {
            builder.defaultAdvisors(advisor.get());
            return null;
        }
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "taskboundChatClientCustomizer";
        };
    }
}
