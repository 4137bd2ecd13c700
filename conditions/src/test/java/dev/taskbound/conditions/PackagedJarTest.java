/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.conditions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** What is published: one jar that brings its own dependencies under other names. The build runs all tests on it. */
@EnabledIfSystemProperty(named = "taskbound.packaged", matches = "true", disabledReason = "runs on the packaged jar")
class PackagedJarTest {
    private static final long MEBIBYTE = 1 << 20;

    @Test
    void runsBesideGuava20AndProtobuf26() throws Exception {
        assertThat(jarOf(Class.forName("com.google.common.collect.ImmutableList")))
                .hasFileName("guava-20.0.jar");
        assertThat(jarOf(Class.forName("com.google.protobuf.Message"))).hasFileName("protobuf-java-2.6.1.jar");
        assertThat(RefundConditions.test("now > timestamp('2026-01-01T00:00:00Z') && args.count in [3]"))
                .isTrue();
    }

    @Test
    void noDependencyIsOnTheClassPathUnderItsOwnName() {
        for (String name :
                List.of("dev.cel.runtime.CelRuntime", "com.google.re2j.Pattern", "org.antlr.v4.runtime.Lexer")) {
            assertThatThrownBy(() -> Class.forName(name)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void everyClassIsInOurPackageAndOnlyThoseThatAreNeeded() throws Exception {
        Path jar = jarOf(Condition.class);
        assertThat(jar.toFile().length()).isBetween(5 * MEBIBYTE, 8 * MEBIBYTE);
        try (JarFile file = new JarFile(jar.toFile())) {
            assertThat(file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(".class")))
                    .allMatch(name -> name.startsWith("dev/taskbound/conditions/"));
            assertThat(file.stream().map(ZipEntry::getName)).noneMatch(name -> name.startsWith("META-INF/services/"));
        }
    }

    @Test
    void keepsItsOwnManifest() throws Exception {
        try (JarFile file = new JarFile(jarOf(Condition.class).toFile())) {
            assertThat(file.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo("dev.taskbound.conditions");
        }
    }

    @Test
    void carriesTheLicencesOfWhatItContains() throws Exception {
        try (JarFile file = new JarFile(jarOf(Condition.class).toFile())) {
            assertThat(text(file, "META-INF/LICENSE")).contains("Apache License");
            assertThat(text(file, "META-INF/THIRD-PARTY-NOTICES.txt"))
                    .contains("CEL-Java", "Guava", "Protocol Buffers", "RE2/J", "ANTLR", "ThreeTen-Extra");
        }
    }

    private static String text(JarFile file, String entry) throws IOException {
        return new String(file.getInputStream(file.getEntry(entry)).readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Path jarOf(Class<?> type) throws Exception {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toPath();
    }
}
