/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the content of files, so it sees files that are replaced, mounted anew or reached over links. A change counts
 * once two looks have found it alike: a file that is being written is left alone. Not thread-safe.
 */
final class SettledFiles {
    private static final int MOST_BYTES = 4 * 1024 * 1024;
    private static final String MISSING = "";
    private static final String SEPARATOR = "\0";

    private final List<Path> files;
    private @Nullable String seen;
    private @Nullable String settled;

    SettledFiles(List<Path> files) {
        this.files = files;
    }

    /** Looks once. True if what is there now has settled since the last time that this was true. */
    boolean haveChanged() {
        String content = files.stream().map(SettledFiles::content).collect(Collectors.joining(SEPARATOR));
        boolean isSettled = content.equals(seen);
        seen = content;
        if (!isSettled || content.equals(settled)) {
            return false;
        }
        settled = content;
        return true;
    }

    /** What is there now is known: the next change is one from this. */
    void haveBeenRead() {
        seen = files.stream().map(SettledFiles::content).collect(Collectors.joining(SEPARATOR));
        settled = seen;
    }

    /** A daemon thread that looks from time to time. */
    static ScheduledExecutorService thread(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread watching = new Thread(task, name);
            watching.setDaemon(true);
            return watching;
        });
    }

    private static String content(Path file) {
        if (!Files.isRegularFile(file)) {
            return MISSING;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return MISSING;
        }
    }
}
