/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.parts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second Java process, from the same Java home and with the same class path: one that can be killed. */
public final class ChildJvm implements Part {
    @Override
    public String name() {
        return "child-jvm";
    }

    @Override
    public String install() {
        return "run the tests on a JDK that has bin/java, where processes may be started";
    }

    @Override
    public void probe() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(java(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!child.waitFor(60, TimeUnit.SECONDS) || child.exitValue() != 0) {
                throw new IOException("java -version did not end well");
            }
        } finally {
            child.destroyForcibly();
        }
    }

    /** Starts nothing yet. */
    public static ProcessBuilder running(Class<?> main, String... arguments) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(java(), "-cp", classPath, main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
