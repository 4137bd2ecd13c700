/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.langchain4j.service.AiServiceContext;
import dev.langchain4j.service.tool.ToolService;
import dev.langchain4j.spi.services.AiServiceContextFactory;
import dev.taskbound.guard.StartupCheck;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Issue: a start-up self-check fails when the automatic hook is not the one in force. */
class AutomaticGuardCheckTest {
    @TempDir
    Path directory;

    @Test
    void isFoundWhenAGuardIsBuilt() {
        assertThat(ServiceLoader.load(StartupCheck.class)).hasAtLeastOneElementOfType(AutomaticGuardCheck.class);
    }

    @Test
    void passesWhereTheAutomaticGuardIsInForce() {
        assertThatCode(new AutomaticGuardCheck()::check).doesNotThrowAnyException();
    }

    @Test
    void failsWhereAnotherFactoryWasFoundFirst() throws Exception {
        try (Isolated isolated = new Isolated(directory, "OwnToolService")) {
            assertThatIllegalStateException()
                    .isThrownBy(isolated::check)
                    .withMessageContaining("not in force")
                    .withMessageContaining("OwnToolService")
                    .withMessageContaining("'explicit'");
        }
    }

    @Test
    void passesAndGuardsWhatAnotherFactoryThatComesLaterMakes() throws Exception {
        try (Isolated isolated =
                new Isolated(directory, "dev.taskbound.langchain4j.GuardedAiServiceContextFactory", "OtherContext")) {
            isolated.check();
            Object service = isolated.toolService();
            assertThat(service.getClass().getSimpleName()).isEqualTo("GuardedToolService");
            assertThat(isolated.contextClass().getSimpleName()).isEqualTo("Context");
        }
    }

    @Test
    void refusesToReplaceWhatAnotherLibraryRunsItsToolsWith() throws Exception {
        try (Isolated isolated =
                new Isolated(directory, "dev.taskbound.langchain4j.GuardedAiServiceContextFactory", "OwnToolService")) {
            assertThatIllegalStateException().isThrownBy(isolated::check).withMessageContaining("not in force");
        }
    }

    public static final class OtherContext implements AiServiceContextFactory {
        @Override
        public AiServiceContext create(Class<?> aiServiceClass) {
            return new Context(aiServiceClass);
        }
    }

    public static final class OwnToolService implements AiServiceContextFactory {
        @Override
        public AiServiceContext create(Class<?> aiServiceClass) {
            Context context = new Context(aiServiceClass);
            context.toolService = new ToolService() {};
            return context;
        }
    }

    static final class Context extends AiServiceContext {
        Context(Class<?> aiServiceClass) {
            super(aiServiceClass);
        }
    }

    /** All classes once more, with these factories as the ones that ServiceLoader finds, in this order. */
    private static final class Isolated implements AutoCloseable {
        private final ClassLoader before = Thread.currentThread().getContextClassLoader();
        private final URLClassLoader loader;

        Isolated(Path directory, String... factories) throws IOException {
            Path services = Files.createDirectories(directory.resolve("META-INF/services"));
            Files.write(
                    services.resolve(AiServiceContextFactory.class.getName()),
                    Arrays.stream(factories)
                            .map(name ->
                                    name.contains(".") ? name : AutomaticGuardCheckTest.class.getName() + "$" + name)
                            .toList());
            loader = new ChildFirst(directory);
            Thread.currentThread().setContextClassLoader(loader);
        }

        void check() throws Exception {
            StartupCheck check = (StartupCheck) loader.loadClass(AutomaticGuardCheck.class.getName())
                    .getConstructor()
                    .newInstance();
            check.check();
        }

        Object toolService() throws Exception {
            Class<?> type = loader.loadClass(AiServiceContext.class.getName());
            return type.getField("toolService").get(context());
        }

        Class<?> contextClass() throws Exception {
            return context().getClass();
        }

        private Object context() throws Exception {
            return loader.loadClass(AiServiceContext.class.getName())
                    .getMethod("create", Class.class)
                    .invoke(null, Runnable.class);
        }

        @Override
        public void close() throws IOException {
            Thread.currentThread().setContextClassLoader(before);
            loader.close();
        }
    }

    /** Its own copy of LangChain4j and of this module; everything else, the core included, from the parent. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(Path services) throws IOException {
            super(urls(services), AutomaticGuardCheckTest.class.getClassLoader());
        }

        private static URL[] urls(Path services) throws IOException {
            String[] entries = System.getProperty("java.class.path").split(java.io.File.pathSeparator);
            URL[] urls = new URL[entries.length + 1];
            urls[0] = services.toUri().toURL();
            for (int i = 0; i < entries.length; i++) {
                urls[i + 1] = Path.of(entries[i]).toUri().toURL();
            }
            return urls;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.langchain4j.") && !name.startsWith("dev.taskbound.langchain4j.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }

        @Override
        public java.util.Enumeration<URL> getResources(String name) throws IOException {
            return name.endsWith(AiServiceContextFactory.class.getSimpleName())
                    ? java.util.Collections.enumeration(java.util.List.of(findResource(name)))
                    : super.getResources(name);
        }
    }
}
