/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import dev.taskbound.Action;
import dev.taskbound.state.Revocation.Kind;
import dev.taskbound.state.Revocation.Target;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file says is to be stopped: written by hand, in a hurry, so little is required.
 *
 * <pre>{@code
 * version: 1
 * revocations:
 *   - { tool: refund_payment, by: olga, reason: "refunds go out twice", until: 2026-12-01T06:00:00Z }
 *   - { action: write }
 *   - { everything: true }
 * }</pre>
 *
 * @param entries in the order of the file
 */
public record RevocationList(List<Entry> entries) {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final ValueReader<String> NAME = Values.text("a name", 1_000, ".*\\S.*");
    private static final ValueReader<Action> ACTION = PolicyBinder.ACTION;
    private static final ValueReader<Boolean> TRUE = new ValueReader<>(
            "true",
            ValueReader.Style.PLAIN,
            true,
            text -> Optional.of(text).map("true"::equals).filter(yes -> yes));
    private static final ValueReader<Instant> INSTANT = new ValueReader<>(
            "a time in UTC such as 2026-12-01T06:00:00Z",
            ValueReader.Style.ANY,
            Instant.EPOCH,
            RevocationList::instant);
    private static final List<String> KINDS =
            Arrays.stream(Kind.values()).map(Kind::word).toList();

    public RevocationList {
        entries = List.copyOf(entries);
    }

    /**
     * One line.
     *
     * @param by who wrote it; empty if it does not say
     * @param reason why; empty if it does not say
     * @param until when it is lifted; null for as long as it stands there
     */
    public record Entry(
            Target target,
            String by,
            String reason,
            @Nullable Instant until) {
        public boolean holds(Instant now) {
            return until == null || now.isBefore(until);
        }
    }

    /**
     * Reads a file of at most 1 MiB of UTF-8. One with no entries has {@code revocations: []} or nothing after the colon.
     *
     * @throws PolicyException with every mistake in the file, or naming the file if it cannot be read
     */
    public static RevocationList load(Path file) {
        Problems problems = new Problems(file.toString());
        return bind(PolicyText.read(file, MOST_BYTES, problems), problems);
    }

    /**
     * @param name what to call the text in error messages
     * @throws PolicyException with every mistake in the text
     */
    public static RevocationList parse(String name, String yaml) {
        Problems problems = new Problems(Objects.requireNonNull(name, "name"));
        return bind(PolicyText.of(Objects.requireNonNull(yaml, "yaml"), MOST_BYTES, problems), problems);
    }

    private static RevocationList bind(String text, Problems problems) {
        Section root = new Section(YamlTree.read(text, problems), problems);
        root.required("version", Values.integer(1, 1));
        if (!root.has("revocations")) {
            root.missing("revocations", "a list of what is stopped, [] for nothing");
        }
        List<Entry> entries = new ArrayList<>();
        for (YamlNode node : root.items("revocations", "entries such as { tool: refund_payment, by: olga }")) {
            Section entry = new Section(node, problems);
            entries.add(entry(entry, node, problems));
            entry.finish();
        }
        root.finish();
        if (!problems.isEmpty()) {
            throw problems.exception();
        }
        return new RevocationList(entries);
    }

    private static Entry entry(Section entry, YamlNode node, Problems problems) {
        List<Target> targets = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            switch (kind) {
                case EVERYTHING -> entry.optional(kind.word(), TRUE).ifPresent(yes -> targets.add(Target.EVERYTHING));
                case ACTION ->
                    entry.optional(kind.word(), ACTION)
                            .ifPresent(action -> targets.add(new Target(kind, action.word())));
                default -> entry.optional(kind.word(), NAME).ifPresent(name -> targets.add(new Target(kind, name)));
            }
        }
        boolean isMap = node instanceof YamlNode.Mapping;
        if (isMap && targets.size() != 1) {
            problems.add(node.place(), "found " + targets.size() + " targets, expected exactly one of " + KINDS);
        }
        return new Entry(
                targets.isEmpty() ? Target.EVERYTHING : targets.get(0),
                entry.optional("by", Values.TEXT).orElse(""),
                entry.optional("reason", Values.TEXT).orElse(""),
                entry.orNull("until", INSTANT));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
