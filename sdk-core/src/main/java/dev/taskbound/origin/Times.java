/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times of day: 10:00, 22:00:30, 3pm, 10 Uhr, with or without an offset. */
final class Times {
    static final Pattern FORM = Pattern.compile(
            "(?<![\\p{L}\\p{N}_.:/+-])(?:([01]?[0-9]|2[0-4]):([0-5][0-9])(?::([0-5][0-9])(?:\\.([0-9]{1,9}))?)?(?:["
                    + " \\u00a0\\u202f]?([AaPp])\\.?[Mm]\\b\\.?)?|(1[0-2]|[1-9])["
                    + " \\u00a0\\u202f]?([AaPp])\\.?[Mm]\\b\\.?|([01]?[0-9]|2[0-3])(?:[.:]([0-5][0-9]))?["
                    + " \\u00a0\\u202f]Uhr\\b)(?:[ ]?(Z|UTC|GMT|[+-](?:0[0-9]|1[0-8]):?[0-5][0-9])(?![\\p{L}\\p{N}:]))?"
                    + "(?![\\p{L}\\p{N}_/]|[.:][\\p{L}\\p{N}]|[+-][0-9])");

    private Times() {}

    static @Nullable LocalTime of(Matcher form) {
        try {
            if (form.group(1) != null) {
                int hour = hour(Integer.parseInt(form.group(1)), form.group(5));
                return LocalTime.of(hour, number(form.group(2)), number(form.group(3)), nanos(form.group(4)));
            }
            return form.group(6) != null
                    ? LocalTime.of(hour(Integer.parseInt(form.group(6)), form.group(7)), 0)
                    : LocalTime.of(number(form.group(8)), number(form.group(9)));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** The offset after the time; null where there is none, or none that exists. */
    static @Nullable ZoneOffset offset(Matcher form) {
        String zone = form.group(10);
        if (zone == null) {
            return null;
        }
        return Character.isLetter(zone.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }

    private static int hour(int hour, @Nullable String half) {
        if (half == null) {
            return hour;
        }
        if (hour < 1 || hour > 12) {
            throw new DateTimeException("no hour of a half day");
        }
        return hour % 12 + (Character.toLowerCase(half.charAt(0)) == 'p' ? 12 : 0);
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }
}
