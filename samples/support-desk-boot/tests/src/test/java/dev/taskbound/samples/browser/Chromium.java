/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.samples.browser;

import dev.taskbound.parts.Part;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A Chromium without a window, and the driver that fits it, both installed on this machine: nothing is downloaded. */
public final class Chromium implements Part {
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> DRIVERS = List.of("chromedriver");

    @Override
    public String name() {
        return "chromium";
    }

    @Override
    public String install() {
        return "install Chromium and its chromedriver (Debian: apt-get install chromium chromium-driver)";
    }

    @Override
    public void probe() throws IOException {
        try (Browser browser = Browser.start()) {
            browser.open("data:text/html,<title>works</title>");
            if (!browser.driver().getTitle().equals("works")) {
                throw new IOException("the page was not shown");
            }
        }
    }

    static File browser() throws IOException {
        return onPath(BROWSERS);
    }

    static File driver() throws IOException {
        return onPath(DRIVERS);
    }

    private static File onPath(List<String> names) throws IOException {
        List<Path> directories = Stream.of(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(each -> !each.isEmpty())
                .map(Path::of)
                .toList();
        for (String name : names) {
            for (Path directory : directories) {
                if (Files.isExecutable(directory.resolve(name))) {
                    return directory.resolve(name).toFile();
                }
            }
        }
        throw new IOException("no " + names.get(0) + " on the path");
    }
}
