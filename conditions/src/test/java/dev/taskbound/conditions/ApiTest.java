/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing of CEL, protobuf or Guava in what users can see. */
class ApiTest {
    private static final List<Class<?>> API = List.of(
            Condition.class,
            ConditionEnvironment.class,
            ConditionEnvironment.Builder.class,
            ConditionException.class,
            ConditionFunctions.class,
            ConditionProblem.class,
            Outline.class,
            Outline.Comparison.class,
            Outline.Kind.class,
            Outline.OperandKind.class,
            ValueType.class);

    @Test
    void speaksOnlyOfJavaAndOfItself() {
        Stream<Class<?>> types = API.stream().flatMap(ApiTest::mentioned);
        assertThat(types.map(ApiTest::element).map(Class::getName).filter(name -> name.contains(".")))
                .isNotEmpty()
                .allMatch(
                        name -> name.startsWith("java.") || API.stream().anyMatch(type -> name.equals(type.getName())));
    }

    private static Class<?> element(Class<?> type) {
        return type.isArray() ? type.getComponentType() : type;
    }

    private static Stream<Class<?>> mentioned(Class<?> type) {
        Stream<Class<?>> methods = Arrays.stream(type.getMethods()).flatMap(ApiTest::signature);
        Stream<Class<?>> constructors = Arrays.stream(type.getConstructors())
                .map(Constructor::getParameterTypes)
                .flatMap(Arrays::stream);
        return Stream.concat(methods, constructors);
    }

    private static Stream<Class<?>> signature(Method method) {
        return Stream.of(
                        Stream.<Class<?>>of(method.getReturnType()),
                        Arrays.stream(method.getParameterTypes()),
                        Arrays.stream(method.getExceptionTypes()))
                .flatMap(types -> types);
    }
}
