/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.state;

import java.time.Instant;
import java.util.Locale;
import java.util.Objects;

/**
 * One entry of the kill switch.
 *
 * @param target what is stopped
 * @param by who stopped it, for the record
 * @param reason why, for the record; not shown to the model
 * @param at since when
 * @param owner the owner, as the policy names them, for whom it was stopped: only they, or whoever may lift everything,
 *     lift it; empty for nobody in particular
 */
public record Revocation(Target target, String by, String reason, Instant at, String owner) {
    public Revocation {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(owner, "owner");
    }

    /** One for nobody in particular. */
    public Revocation(Target target, String by, String reason, Instant at) {
        this(target, by, reason, at, "");
    }

    /** What a revocation can stop. */
    public enum Kind {
        TASK,
        AGENT,
        TOOL,
        INTENT,
        ACTION,
        DESTINATION,
        TENANT,
        PRINCIPAL,
        CREDENTIAL,
        EVERYTHING;

        private final String word = name().toLowerCase(Locale.ROOT);

        public String word() {
            return word;
        }
    }

    /**
     * One thing that can be stopped.
     *
     * @param name its id or name; empty for everything
     */
    public record Target(Kind kind, String name) {
        public static final Target EVERYTHING = new Target(Kind.EVERYTHING, "");

        public Target {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(name, "name");
            if (kind == Kind.EVERYTHING && !name.isEmpty()) {
                throw new IllegalArgumentException("everything has no name");
            }
        }
    }
}
