/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** Rows of a matrix, some at a time: most of them wait. */
public final class SideBySide implements AutoCloseable {
    private final ExecutorService rows;

    public SideBySide(int atOnce) {
        this.rows = Executors.newFixedThreadPool(atOnce);
    }

    /** Begins at once; the test is its end. */
    public DynamicTest begun(String name, Executable row) {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        rows.execute(() -> {
            try {
                row.execute();
                ended.complete(null);
            } catch (Throwable e) {
                ended.completeExceptionally(e);
            }
        });
        return DynamicTest.dynamicTest(name, () -> {
            try {
                ended.get();
            } catch (ExecutionException e) {
                throw e.getCause();
            }
        });
    }

    @Override
    public void close() {
        rows.shutdownNow();
    }
}
