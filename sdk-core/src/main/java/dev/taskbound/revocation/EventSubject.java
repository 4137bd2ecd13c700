/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.revocation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom or what a security event is about: a subject identifier (RFC 9493), or a complex subject with several of them (SSF
 * 1.0, "Complex Subject Members"). Immutable.
 */
public final class EventSubject {
    /** The format of a complex subject. */
    public static final String COMPLEX = "complex";

    private final String format;
    private final Map<String, String> texts;
    private final Map<String, EventSubject> members;
    private final List<EventSubject> aliases;

    private EventSubject(
            String format, Map<String, String> texts, Map<String, EventSubject> members, List<EventSubject> aliases) {
        this.format = format;
        this.texts = Map.copyOf(texts);
        this.members = Map.copyOf(members);
        this.aliases = List.copyOf(aliases);
    }

    /** @throws EventRefusedException if it is none */
    static EventSubject of(@Nullable Object tree) {
        return of(tree, 0);
    }

    private static EventSubject of(@Nullable Object tree, int depth) {
        // A complex subject has simple members, and aliases are not nested (RFC 9493, 3.2.8).
        if (!(tree instanceof Map<?, ?> map) || !(map.get("format") instanceof String format) || depth > 2) {
            throw EventRefusedException.invalid("expected a sub_id with a format (RFC 9493, 3)");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, EventSubject> members = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value instanceof String text && !key.equals("format")) {
                texts.put(String.valueOf(key), text);
            } else if (format.equals(COMPLEX) && value instanceof Map<?, ?>) {
                members.put(String.valueOf(key), of(value, depth + 1));
            }
        });
        if (format.equals(COMPLEX) && members.isEmpty()) {
            throw EventRefusedException.invalid("expected a complex subject with members");
        }
        return new EventSubject(format, texts, members, aliases(format, map.get("identifiers"), depth));
    }

    private static List<EventSubject> aliases(String format, @Nullable Object identifiers, int depth) {
        if (!format.equals("aliases")) {
            return List.of();
        }
        if (!(identifiers instanceof List<?> list) || list.isEmpty()) {
            throw EventRefusedException.invalid("expected aliases with identifiers (RFC 9493, 3.2.8)");
        }
        return list.stream().map(each -> of(each, depth + 1)).toList();
    }

    /** Its format: {@code iss_sub}, {@code email}, {@code opaque}, {@code jwt_id}, {@code complex} and so on. */
    public String format() {
        return format;
    }

    /** A member that is a text: {@code iss} and {@code sub}, {@code email}, {@code id}, {@code jti}, {@code uri}. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** A member of a complex subject: {@code user}, {@code session}, {@code application}, {@code tenant} and so on. */
    public Optional<EventSubject> member(String name) {
        return Optional.ofNullable(members.get(name));
    }

    /** What {@code aliases} lists: other identifiers of the same subject. Empty for every other format. */
    public List<EventSubject> aliases() {
        return aliases;
    }

    /** Shows the format and the names of complex members; identifiers of people stay out of logs. */
    @Override
    public String toString() {
        return "EventSubject[" + format + (members.isEmpty() ? "" : " " + members.keySet()) + "]";
    }
}
