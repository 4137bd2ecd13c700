/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.io.IOException;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every public or protected type and member of the classes below a directory, one a line, in an order that stays. */
final class PublicApi {
    private static final String INTERNAL = "dev.taskbound.internal.";
    private static final int SHOWN = Modifier.PROTECTED | Modifier.STATIC | Modifier.ABSTRACT | Modifier.FINAL;
    private static final Set<String> OF_EVERY_OBJECT = Set.of("equals", "hashCode", "toString");

    private PublicApi() {}

    static List<Class<?>> types(Path classes) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file)
                            .toString()
                            .replace(file.getFileSystem().getSeparator(), "."))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(name -> !name.startsWith(INTERNAL))
                    .<Class<?>>map(PublicApi::load)
                    .filter(PublicApi::isVisible)
                    .sorted(Comparator.comparing(Class::getName))
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, PublicApi.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isVisible(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return isVisible(type.getModifiers()) && !type.isAnonymousClass() && (outer == null || isVisible(outer));
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    static String text(List<Class<?>> types) {
        return types.stream()
                .map(type -> header(type) + "\n" + members(type).collect(Collectors.joining()))
                .collect(Collectors.joining("\n"));
    }

    private static String header(Class<?> type) {
        StringBuilder line = new StringBuilder(type.isSealed() ? "sealed " : "")
                .append(Modifier.toString(type.getModifiers() & ~Modifier.INTERFACE))
                .append(
                        type.isInterface()
                                ? " interface "
                                : type.isEnum() ? " enum " : type.isRecord() ? " record " : " class ")
                .append(type.getName())
                .append(parameters(type.getTypeParameters()));
        AnnotatedType parent = type.getAnnotatedSuperclass();
        if (parent != null && !Set.of(Object.class, Record.class).contains(parent.getType()) && !type.isEnum()) {
            line.append(" extends ").append(name(parent));
        }
        if (type.getInterfaces().length > 0) {
            line.append(type.isInterface() ? " extends " : " implements ").append(names(type.getAnnotatedInterfaces()));
        }
        return line.toString();
    }

    private static Stream<String> members(Class<?> type) {
        Stream<String> fields = Stream.of(type.getDeclaredFields())
                .filter(field -> isVisible(field.getModifiers()))
                .map(PublicApi::field);
        Stream<String> constructors = Stream.of(type.getDeclaredConstructors())
                .filter(constructor -> isVisible(constructor.getModifiers()))
                .map(PublicApi::constructor);
        Stream<String> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> isVisible(method.getModifiers()) && !method.isSynthetic())
                .filter(method -> !OF_EVERY_OBJECT.contains(method.getName()))
                .map(PublicApi::method);
        return Stream.of(fields, constructors, methods).flatMap(Stream::sorted).map(member -> "    " + member + "\n");
    }

    private static String field(Field field) {
        return modifiers(field.getModifiers()) + name(field.getAnnotatedType()) + " " + field.getName();
    }

    private static String constructor(Constructor<?> constructor) {
        return modifiers(constructor.getModifiers()) + "new" + signature(constructor);
    }

    private static String method(Method method) {
        String generic = parameters(method.getTypeParameters());
        return modifiers(method.getModifiers())
                + (method.isDefault() ? "default " : "")
                + (generic.isEmpty() ? "" : generic + " ")
                + name(method.getAnnotatedReturnType())
                + " "
                + method.getName()
                + signature(method);
    }

    private static String signature(Executable executable) {
        String thrown = names(executable.getAnnotatedExceptionTypes());
        return "(" + names(executable.getAnnotatedParameterTypes()) + ")"
                + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String modifiers(int modifiers) {
        String words = Modifier.toString(modifiers & SHOWN);
        return words.isEmpty() ? "" : words + " ";
    }

    private static String parameters(TypeVariable<?>[] variables) {
        return variables.length == 0
                ? ""
                : Stream.of(variables)
                        .map(variable -> variable.getName() + bounds(variable))
                        .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bounds(TypeVariable<?> variable) {
        String bounds = Stream.of(variable.getAnnotatedBounds())
                .map(PublicApi::name)
                .filter(bound -> !bound.equals("Object"))
                .collect(Collectors.joining(" & "));
        return bounds.isEmpty() ? "" : " extends " + bounds;
    }

    private static String names(AnnotatedType[] types) {
        return Stream.of(types).map(PublicApi::name).collect(Collectors.joining(", "));
    }

    private static String name(AnnotatedType type) {
        return nullable(type) + bareName(type);
    }

    private static String nullable(AnnotatedElement element) {
        return element.isAnnotationPresent(Nullable.class) ? "@Nullable " : "";
    }

    private static String bareName(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType generic) {
            String raw = ((ParameterizedType) type.getType()).getRawType().getTypeName();
            return withoutLang(raw) + "<" + names(generic.getAnnotatedActualTypeArguments()) + ">";
        }
        if (type instanceof AnnotatedArrayType array) {
            return name(array.getAnnotatedGenericComponentType()) + "[]";
        }
        if (type instanceof AnnotatedWildcardType wildcard) {
            String upper = names(wildcard.getAnnotatedUpperBounds());
            String lower = names(wildcard.getAnnotatedLowerBounds());
            return "?" + (lower.isEmpty() ? "" : " super " + lower)
                    + (upper.equals("Object") ? "" : " extends " + upper);
        }
        return withoutLang(type.getType().getTypeName());
    }

    private static String withoutLang(String name) {
        return name.matches("java\\.lang\\.[A-Z]\\w*") ? name.substring("java.lang.".length()) : name;
    }
}
