/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Days, times and both together in a text. A time belongs to a day that stands right beside it, as in "on 2026-05-15 at
 * 10:00" or "15 May 2026, 3pm to 5pm"; with an offset it is an instant.
 */
final class Moments {
    private static final Pattern TO_TIME =
            Pattern.compile("[Tt]|[ \\u00a0]?,?[ \\u00a0](?:(?:at|um|from|von|ab|between|by|until|bis|à|a las) )?");
    private static final Pattern TO_DAY = Pattern.compile(",?[ \\u00a0](?:(?:on|am|of|le|el|the) )?"
            + "(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\\.?,?[ \\u00a0])?");
    private static final Pattern RANGE =
            Pattern.compile("[ \\u00a0]?[-\\u2013][ \\u00a0]?|[ \\u00a0](?:to|until|till|and|bis|und)[ \\u00a0]");

    private static final Pattern TIMES = Pattern.compile(
            "(?<![\\p{L}\\p{N}_.:/+-])([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-3]):([0-5][0-9])(?![\\p{L}\\p{N}_:])");

    /** To the west, in minutes, where people live. */
    private static final int FARTHEST_OFFSET = 10 * 60;

    private final String text;
    private final List<Entity> found = new ArrayList<>();
    private final List<Day> days = new ArrayList<>();
    private final List<Time> times = new ArrayList<>();

    private Moments(String text) {
        this.text = text;
        Anchors.each(text, Dates.FORM, this::addDay);
        findTimes();
        days.forEach(this::join);
        days.forEach(each -> found.add(new Entity(Entity.Kind.DAY, each.from, each.to, "d:" + each.date)));
        times.forEach(each -> found.add(new Entity(Entity.Kind.TIME, each.from, each.to, form(null, each))));
    }

    /** Longest first where they overlap. */
    static List<Entity> in(String text) {
        return new Moments(text).found;
    }

    private boolean addDay(Matcher day) {
        LocalDate date = Dates.of(day);
        if (date != null) {
            days.add(new Day(day.start(), day.end(), date));
        }
        return date != null;
    }

    private void findTimes() {
        char[] rest = text.toCharArray();
        for (Day day : days) {
            Arrays.fill(rest, day.from, day.to, Entities.TAKEN);
            // 2026-05-15T10:00: to the pattern of times, T is a letter like any other.
            if (day.to < rest.length && "Tt".indexOf(rest[day.to]) >= 0) {
                rest[day.to] = ' ';
            }
        }
        separateRanges(rest);
        Anchors.each(new String(rest), Times.FORM, time -> {
            LocalTime clock = Times.of(time);
            if (clock != null) {
                times.add(new Time(time.start(), time.end(), clock, Times.offset(time)));
            }
            return clock != null;
        });
    }

    /** In 15:00-16:00 the second is a time and no offset, if it is the later one and no offset is that far. */
    private void separateRanges(char[] rest) {
        if (text.indexOf(':') < 0) {
            return;
        }
        Matcher range = TIMES.matcher(new String(rest));
        while (range.find()) {
            if (isRange(range)) {
                rest[range.start(3) - 1] = '\u2013';
            }
        }
    }

    private boolean isRange(Matcher range) {
        int from = 60 * Integer.parseInt(range.group(1)) + Integer.parseInt(range.group(2));
        int to = 60 * Integer.parseInt(range.group(3)) + Integer.parseInt(range.group(4));
        int before = range.start();
        boolean isMachine = before > 3 && text.charAt(before - 4) == '-' && Anchors.isDigit(text.charAt(before - 2));
        return from < to && (!isMachine || to > FARTHEST_OFFSET);
    }

    /** Only the times right before and right after can belong to a day. */
    private void join(Day day) {
        int next = firstAfter(day.to);
        if (next < times.size() && stands(TO_TIME, day.to, times.get(next).from)) {
            add(day, times.get(next), day.from, times.get(next).to);
            addRange(day, next);
        }
        int last = next - 1;
        if (last >= 0 && stands(TO_DAY, times.get(last).to, day.from)) {
            add(day, times.get(last), times.get(last).from, day.to);
            if (last > 0 && stands(RANGE, times.get(last - 1).to, times.get(last).from)) {
                add(day, times.get(last - 1), times.get(last - 1).from, day.to);
            }
        }
    }

    private int firstAfter(int place) {
        int from = 0;
        int to = times.size();
        while (from < to) {
            int middle = from + to >>> 1;
            if (times.get(middle).from < place) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private void addRange(Day day, int first) {
        if (first + 1 < times.size() && stands(RANGE, times.get(first).to, times.get(first + 1).from)) {
            add(day, times.get(first + 1), day.from, times.get(first + 1).to);
        }
    }

    private boolean stands(Pattern pattern, int from, int to) {
        return from <= to
                && to - from < 20
                && pattern.matcher(text).region(from, to).matches();
    }

    private void add(Day day, Time time, int from, int to) {
        found.add(new Entity(Entity.Kind.MOMENT, from, to, form(day.date, time)));
    }

    private static String form(@Nullable LocalDate date, Time time) {
        if (date == null) {
            return "h:" + time.clock + (time.offset == null ? "" : time.offset);
        }
        LocalDateTime local = date.atTime(time.clock);
        return time.offset == null ? "l:" + local : "z:" + local.toInstant(time.offset);
    }

    private record Day(int from, int to, LocalDate date) {}

    private record Time(
            int from, int to, LocalTime clock, @Nullable ZoneOffset offset) {}
}
