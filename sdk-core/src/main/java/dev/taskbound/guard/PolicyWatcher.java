/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyException;
import dev.taskbound.policy.PolicyLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts a policy file into force when it changes ({@link ToolGuard#reload}).
 *
 * <p>Looks at the content from time to time, so it sees files that are replaced, mounted anew or reached over links. A
 * content that is new is loaded once two looks have found it alike: a file that is being written is left alone, and a
 * flood of changes is one change. What cannot be put into force (mistakes, a revision that is not higher, a missing file)
 * leaves the policy in force as it is, and is logged and recorded ({@code POLICY_REFUSED}) once, not at every look.
 *
 * <p>Thread-safe. Has one daemon thread, which ends when this or the guard is closed.
 */
public final class PolicyWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(PolicyWatcher.class);

    private final ToolGuard guard;
    private final GuardParts parts;
    private final Path file;
    private final @Nullable Path lockFile;
    private final SettledFiles files;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledExecutorService thread;
    private volatile @Nullable String problem;
    private volatile @Nullable RevocationReport ended;

    /** @param lockFile read together with the policy; null where there is none */
    PolicyWatcher(ToolGuard guard, GuardParts parts, Path file, @Nullable Path lockFile) {
        this.guard = guard;
        this.parts = parts;
        this.file = file;
        this.lockFile = lockFile;
        this.files = new SettledFiles(lockFile == null ? List.of(file) : List.of(file, lockFile));
        this.thread = SettledFiles.thread("taskbound-policy-watcher");
    }

    PolicyWatcher start(Duration every) {
        look();
        thread.scheduleWithFixedDelay(this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    /** Looks now instead of at the next time. Never throws. */
    public void look() {
        lock.lock();
        try {
            if (files.haveChanged()) {
                load();
            }
        } catch (RuntimeException | StackOverflowError e) {
            log.error("the policy file {} could not be looked at", file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Why the file as it is now is not in force; empty if it is, or was not looked at yet. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * What ended when the policy was last put into force from the file: tasks, calls and credentials that it has no room for,
     * with the time at which those die that live on. Empty if that has not happened yet.
     */
    public Optional<RevocationReport> ended() {
        return Optional.ofNullable(ended);
    }

    /** Stops looking. The policy in force stays. */
    @Override
    public void close() {
        thread.shutdownNow();
        guard.watched().stopped(this);
    }

    private void load() {
        try {
            Policy policy = Policy.load(file);
            ended = guard.reload(lockFile == null ? policy : policy.locked(PolicyLock.load(lockFile)));
            problem = null;
        } catch (PolicyException e) {
            refused("mistakes: " + e.problems().size(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException | IllegalStateException e) {
            refused(String.valueOf(e.getMessage()), String.valueOf(e.getMessage()));
        }
    }

    private void refused(String summary, String all) {
        problem = all;
        log.error("the policy file {} was not put into force, {} stays: {}", file, guard.policy(), all);
        PolicyChange.refused(parts, String.valueOf(file.getFileName()), summary);
    }
}
