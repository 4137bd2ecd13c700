/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import dev.taskbound.internal.json.JsonLimits;
import dev.taskbound.internal.json.JsonRefusedException;
import dev.taskbound.internal.json.StrictJson;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of several parts, each of which has to be known: lists, also as text, and an address with a name before it. */
final class Composite {
    private static final Pattern BETWEEN_ADDRESSES = Pattern.compile("[ ]?[,;][ ]?");
    private static final JsonLimits LIST = new JsonLimits(16 * 1024, 2, Forms.LONGEST, 40, 40, 1_000);

    private Composite() {}

    /** Null for what is one value. */
    static @Nullable List<? extends @Nullable Object> parts(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        if (!(value instanceof String text) || text.length() < 5) {
            return null;
        }
        char last = text.charAt(text.length() - 1);
        if (last == ']' && text.charAt(0) == '[') {
            return jsonList(text);
        }
        String[] mailbox = last == '>' ? Emails.mailbox(text) : null;
        return mailbox != null ? Arrays.asList((Object[]) mailbox) : addresses(text);
    }

    /** The object or list that a text is; null if it is none. */
    static @Nullable Object json(@Nullable Object leaf) {
        if (!(leaf instanceof String text) || text.length() < 2 || "{[".indexOf(text.charAt(0)) < 0) {
            return null;
        }
        try {
            return StrictJson.parse(text, JsonLimits.RESULTS);
        } catch (JsonRefusedException e) {
            return null;
        }
    }

    private static @Nullable List<?> jsonList(String text) {
        try {
            return StrictJson.parse(text, LIST) instanceof List<?> list ? list : null;
        } catch (JsonRefusedException e) {
            return null;
        }
    }

    private static @Nullable List<?> addresses(String text) {
        if (text.indexOf(',') < 0 && text.indexOf(';') < 0 || text.indexOf('@') < 0 || text.length() > 16 * 1024) {
            return null;
        }
        List<String> parts = List.of(BETWEEN_ADDRESSES.split(text, -1));
        return parts.stream().allMatch(part -> Emails.whole(part) != null) ? parts : null;
    }
}
