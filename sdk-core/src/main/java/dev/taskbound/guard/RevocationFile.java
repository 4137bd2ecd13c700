/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import dev.taskbound.audit.AuditEvent.Type;
import dev.taskbound.policy.Policy;
import dev.taskbound.policy.PolicyException;
import dev.taskbound.policy.RevocationList;
import dev.taskbound.policy.RevocationList.Entry;
import dev.taskbound.state.Revocation;
import dev.taskbound.state.Revocation.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in which an operator writes what is stopped ({@link RevocationList}), watched: what stands there is revoked, and
 * what no longer stands there is lifted, if it was revoked for this file; never what was revoked elsewhere.
 *
 * <p>Read whole or not at all, once two looks have found it alike. A file with mistakes, and one that disappears, changes
 * nothing of what is in force: it lifts nothing and stops nothing, and is logged, recorded ({@code REVOCATIONS_REFUSED})
 * once, and shown in {@link ToolGuard#health}. What could not be carried out is tried again at every look.
 *
 * <p>Thread-safe. Has one daemon thread, which ends when this or the guard is closed.
 */
public final class RevocationFile implements AutoCloseable {
    static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private static final Logger log = LoggerFactory.getLogger(RevocationFile.class);

    private final ToolGuard guard;
    private final GuardParts parts;
    private final KillSwitch killSwitch;
    private final Path file;
    private final String owner;
    private final SettledFiles files;
    private final ReentrantLock lock = new ReentrantLock();
    private final ScheduledExecutorService thread;
    private final Set<Target> inForce = new HashSet<>();
    private List<Entry> entries = List.of();
    private volatile @Nullable String unread;
    private volatile @Nullable String undone;

    RevocationFile(ToolGuard guard, GuardParts parts, KillSwitch killSwitch, Path file) {
        this.guard = guard;
        this.parts = parts;
        this.killSwitch = killSwitch;
        this.file = file;
        this.owner = "file:" + file.toAbsolutePath().normalize();
        this.files = new SettledFiles(List.of(file));
        this.thread = SettledFiles.thread("taskbound-revocation-file");
    }

    /**
     * @throws PolicyException if the file cannot be read or has mistakes
     * @throws IllegalStateException if what it says cannot be carried out
     */
    RevocationFile start(Duration every) {
        lock.lock();
        try {
            files.haveBeenRead();
            entries = RevocationList.load(file).entries();
            // What an earlier process revoked for this file, and the file no longer says, is lifted too.
            inForce.addAll(stored());
            apply();
            if (undone != null) {
                throw new IllegalStateException(file + ": " + undone);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        } finally {
            lock.unlock();
        }
        thread.scheduleWithFixedDelay(this::look, every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return this;
    }

    /** Looks now instead of at the next time. Never throws. */
    public void look() {
        lock.lock();
        try {
            if (files.haveChanged()) {
                read();
            }
            apply();
        } catch (RuntimeException | StackOverflowError e) {
            undone = "it could not be looked at";
            log.error("the revocation file {} could not be looked at", file, e);
        } finally {
            lock.unlock();
        }
    }

    /** Why what the file says now is not in force; empty if it is. */
    public Optional<String> problem() {
        String problem = unread;
        return Optional.ofNullable(problem == null ? undone : problem);
    }

    /** Stops looking. What is in force stays. */
    @Override
    public void close() {
        thread.shutdownNow();
        guard.watched().stopped(this);
    }

    String name() {
        return "revocations." + file.getFileName();
    }

    private void read() {
        try {
            entries = RevocationList.load(file).entries();
            unread = null;
        } catch (PolicyException e) {
            unread = String.valueOf(e.getMessage());
            log.error("the revocation file {} cannot be used, what is in force stays: {}", file, unread);
            recordRefusal(e.problems().size());
        }
    }

    private void recordRefusal(int mistakes) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("file", String.valueOf(file.getFileName()));
        details.put("detail", "mistakes: " + mistakes);
        details.put("in_force", (long) inForce.size());
        try {
            ToolGuard.record(parts, Type.REVOCATIONS_REFUSED, details);
        } catch (IllegalStateException e) {
            log.error("a refused revocation file could not be recorded", e);
        }
    }

    /** Stopping comes first; each for itself, so that one that fails holds up no other. */
    private void apply() {
        Map<Target, Entry> wanted = wanted();
        StringBuilder failed = new StringBuilder();
        Set<Target> there = there(failed);
        wanted.forEach((target, entry) -> {
            // Also what somebody lifted, or a store forgot, while it stands in the file.
            if (!inForce.contains(target) || !there.contains(target)) {
                warnIfUnknown(target);
                attempt(
                        "revoke",
                        target,
                        failed,
                        () -> killSwitch.revoke(new Revocation(target, by(entry), entry.reason(), parts.now(), owner)));
            }
        });
        for (Target target : List.copyOf(inForce)) {
            if (!wanted.containsKey(target)) {
                attempt(
                        "lift",
                        target,
                        failed,
                        () -> killSwitch.lift(target, by(null), "no longer in the file", owner));
            }
        }
        undone = failed.isEmpty() ? null : failed.toString();
    }

    private Set<Target> there(StringBuilder failed) {
        try {
            return stored();
        } catch (IllegalStateException e) {
            failed.append(e.getMessage());
            return inForce;
        }
    }

    private Set<Target> stored() {
        return killSwitch.revocations().stream()
                .filter(each -> each.owner().equals(owner))
                .map(Revocation::target)
                .collect(Collectors.toSet());
    }

    private Map<Target, Entry> wanted() {
        Instant now = parts.now();
        Map<Target, Entry> wanted = new LinkedHashMap<>();
        entries.stream().filter(entry -> entry.holds(now)).forEach(entry -> wanted.putIfAbsent(entry.target(), entry));
        return wanted;
    }

    private void attempt(String what, Target target, StringBuilder failed, Runnable step) {
        try {
            step.run();
            if (what.equals("revoke")) {
                inForce.add(target);
            } else {
                inForce.remove(target);
            }
        } catch (RuntimeException e) {
            failed.append(failed.isEmpty() ? "" : "; ")
                    .append("could not ")
                    .append(what)
                    .append(' ');
            failed.append(target.kind().word()).append(": ").append(e.getMessage());
            log.error("{} of {} {} failed", what, target.kind().word(), target.name(), e);
        }
    }

    private String by(@Nullable Entry entry) {
        String name = String.valueOf(file.getFileName());
        return entry == null || entry.by().isEmpty() ? name : entry.by() + " in " + name;
    }

    /** A name that means nothing stops nothing, and nobody would see it. */
    private void warnIfUnknown(Target target) {
        Policy policy = guard.policy();
        boolean known = switch (target.kind()) {
            case TOOL -> policy.tool(target.name()).isPresent();
            case AGENT -> policy.agents().containsKey(target.name());
            case INTENT -> policy.intent(target.name()).isPresent();
            case DESTINATION -> policy.destinations().containsKey(target.name());
            default -> true;
        };
        if (!known) {
            log.warn(
                    "{} stops the {} {}, which the policy does not have",
                    file,
                    target.kind().word(),
                    target.name());
        }
    }
}
