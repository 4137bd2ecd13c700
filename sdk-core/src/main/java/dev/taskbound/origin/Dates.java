/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Days in the spellings that have one reading only: 15.05.2026 is one, 05.06.2026 is not. */
final class Dates {
    private static final String YEAR = "([12][0-9]{3})";
    private static final String DAY = "([0-3]?[0-9])";
    private static final String NAME = "([\\p{L}]{3,10})";

    /** A day, of which the first four numbered groups are year, month and day, or four other orders. */
    static final Pattern FORM = Pattern.compile("(?<![\\p{L}\\p{N}_./-])(?:"
            + YEAR + "([-/.])([0-1]?[0-9])\\2" + DAY
            + "|" + DAY + "([-/.])" + DAY + "\\6" + YEAR
            + "|" + DAY + "(?:st|nd|rd|th|\\.)?[ \\u00a0/-](?:(?:of|de) )?" + NAME + "\\.?,?[ \\u00a0/-](?:de )?" + YEAR
            + "|" + NAME + "\\.?[ \\u00a0]" + DAY + "(?:st|nd|rd|th)?,?[ \\u00a0]" + YEAR
            + ")(?![\\p{L}&&[^Tt]]|[Tt](?![0-9])|[\\p{N}_/]|[.-][\\p{L}\\p{N}])");

    private Dates() {}

    /** The day that a match of {@link #FORM} means; null if there is none, or more than one. */
    static @Nullable LocalDate of(Matcher form) {
        if (form.group(1) != null) {
            return day(form.group(1), Integer.parseInt(form.group(3)), form.group(4));
        }
        if (form.group(5) != null) {
            return onlyReading(Integer.parseInt(form.group(5)), Integer.parseInt(form.group(7)), form.group(8));
        }
        return form.group(9) != null
                ? day(form.group(11), MonthNames.number(form.group(10)), form.group(9))
                : day(form.group(14), MonthNames.number(form.group(12)), form.group(13));
    }

    /** Day and month come in either order: what can be read both ways is not read. */
    private static @Nullable LocalDate onlyReading(int first, int second, String year) {
        if (first != second && first <= 12 && second <= 12) {
            return null;
        }
        return second > 12 ? day(year, first, Integer.toString(second)) : day(year, second, Integer.toString(first));
    }

    private static @Nullable LocalDate day(String year, int month, String day) {
        try {
            return LocalDate.of(Integer.parseInt(year), month, Integer.parseInt(day));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
