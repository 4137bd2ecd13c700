/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The rules of one policy file: loaded whole, checked whole, immutable. */
public final class Policy {
    private Policy() {}

    /** @throws PolicyException with every mistake in the file, or naming the file if it cannot be read */
    public static Policy load(Path file) {
        throw new UnsupportedOperationException();
    }

    /** @param name what to call the text in error messages and rule names */
    public static Policy parse(String name, String yaml) {
        throw new UnsupportedOperationException();
    }

    public String name() {
        throw new UnsupportedOperationException();
    }

    public long revision() {
        throw new UnsupportedOperationException();
    }

    /** {@code sha-256:} and the hash of the canonical form: equal for files that differ in comments and layout only. */
    public String version() {
        throw new UnsupportedOperationException();
    }

    public Optional<ToolProfile> tool(String key) {
        throw new UnsupportedOperationException();
    }

    public Optional<Intent> intent(String name) {
        throw new UnsupportedOperationException();
    }

    public Map<String, Intent> intents() {
        throw new UnsupportedOperationException();
    }

    public Map<String, Destination> destinations() {
        throw new UnsupportedOperationException();
    }

    public Map<String, SourceConfig> sources() {
        throw new UnsupportedOperationException();
    }

    /** Whether policy denials are recorded but not enforced at this time ({@code mode: observe: until}). */
    public boolean observes(java.time.Instant now) {
        throw new UnsupportedOperationException();
    }

    /** What a newer policy opens that this one keeps closed, in words. */
    public java.util.List<String> widenings(Policy newer) {
        throw new UnsupportedOperationException();
    }
}
