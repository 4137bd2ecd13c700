/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.springai.boot;

import dev.taskbound.guard.ToolGuard;
import dev.taskbound.policy.Policy;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the policy file again and again. A file that is gone, wrong or not of a higher revision leaves the policy in
 * force as it is, and is logged once.
 */
final class PolicyReloader implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PolicyReloader.class);

    private final ToolGuard guard;
    private final Supplier<Policy> file;
    private final ScheduledExecutorService timer;
    private @Nullable String told;

    /** @param every zero for never */
    PolicyReloader(ToolGuard guard, Supplier<Policy> file, Duration every) {
        this.guard = guard;
        this.file = file;
        this.timer = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "taskbound-policy-reload");
            thread.setDaemon(true);
            return thread;
        });
        if (every.isZero()) {
            return;
        }
        timer.scheduleWithFixedDelay(this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Never throws: that would end the looking. */
    private void look() {
        try {
            Policy found = file.get();
            if (!found.version().equals(guard.policy().version())) {
                guard.reload(found);
                log.info("policy {} revision {} is in force", found.name(), found.revision());
            }
            told = null;
        } catch (RuntimeException e) {
            String problem = String.valueOf(e.getMessage());
            if (!problem.equals(told)) {
                log.error("the policy in force stays, because the file cannot be used: {}", problem);
                told = problem;
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
