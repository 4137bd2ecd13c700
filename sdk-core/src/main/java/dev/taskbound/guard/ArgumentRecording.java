/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.guard;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * What the audit log keeps of arguments and of task parameters, where the application asks for it: to learn a policy from
 * recorded work, or to see what another version of a policy would have decided. Each argument is recorded with the trusted
 * origins that hold it and the labels of results that held it. By default no argument and no parameter is recorded.
 *
 * <p>Values may be confidential, and the log is read by others than the application: redact what must not stand there.
 * Immutable.
 */
public final class ArgumentRecording {
    private final int longest;
    private final Set<String> redacted;

    private ArgumentRecording(int longest, Set<String> redacted) {
        this.longest = longest;
        this.redacted = Set.copyOf(redacted);
    }

    /**
     * Records each value whose JSON text has at most so many characters; of a longer one only that it was there.
     *
     * @param characters from 1 to 10,000
     */
    public static ArgumentRecording upTo(int characters) {
        if (characters < 1 || characters > 10_000) {
            throw new IllegalArgumentException("expected 1 to 10000 characters, found " + characters);
        }
        return new ArgumentRecording(characters, Set.of());
    }

    /** Never records the value of this argument of this tool, only its origins and labels. */
    public ArgumentRecording redact(String tool, String argument) {
        Objects.requireNonNull(tool, "tool");
        Objects.requireNonNull(argument, "argument");
        return with(tool + " " + argument);
    }

    /** Never records the value of this parameter of a task. */
    public ArgumentRecording redactParameter(String name) {
        return with(" " + Objects.requireNonNull(name, "name"));
    }

    private ArgumentRecording with(String more) {
        Set<String> all = new HashSet<>(redacted);
        all.add(more);
        return new ArgumentRecording(longest, all);
    }

    int longest() {
        return longest;
    }

    boolean redacts(String tool, String argument) {
        return redacted.contains(tool + " " + argument);
    }

    boolean redactsParameter(String name) {
        return redacted.contains(" " + name);
    }
}
