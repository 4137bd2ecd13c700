/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.policy;

import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The kinds of values in a policy file. */
final class Values {
    private static final String NAME_START = "[\\p{L}\\p{N}_]";
    private static final Pattern DURATION_PATTERN = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");
    private static final Map<String, Duration> UNITS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    static final ValueReader<String> TEXT = text("text", 2_000, ".*\\S.*");
    static final ValueReader<String> CONDITION = text("a condition", Integer.MAX_VALUE, ".*\\S.*");
    static final ValueReader<String> NAME =
            text("a name of letters, digits and . _ - : @", 128, NAME_START + "[\\p{L}\\p{N}._:@-]*");
    static final ValueReader<String> GROUP = text(
            "the name of the group that is asked, or principal: letters, digits and . _ - : @",
            128,
            NAME_START + "[\\p{L}\\p{N}._:@-]*");
    static final ValueReader<String> TOOL_KEY = text(
            "a tool's name or source/name, of letters, digits and . _ - : @ /",
            256,
            NAME_START + "[\\p{L}\\p{N}._:@/-]*");
    static final ValueReader<String> IDENTIFIER =
            text("a name that conditions can use: letters a to z, digits and _", 64, "[A-Za-z_][A-Za-z0-9_]*");
    static final ValueReader<String> ARGUMENT = text("the name of an argument", 128, "\\S+");
    static final ValueReader<String> SCOPE =
            text("scopes as in OAuth, separated by one space", 1_000, "[!#-\\[\\]-~]+( [!#-\\[\\]-~]+)*");
    static final ValueReader<Boolean> BOOLEAN = new ValueReader<>(
            "true or false",
            ValueReader.Style.PLAIN,
            false,
            text -> Optional.ofNullable(Map.of("true", true, "false", false).get(text)));
    static final ValueReader<LocalDate> DATE =
            new ValueReader<>("a date such as 2027-06-30", ValueReader.Style.ANY, LocalDate.MIN, Values::date);
    static final ValueReader<String> HOST = new ValueReader<>(
            "a host as name or name:port, without scheme, path, user or wildcard",
            ValueReader.Style.TEXT,
            "",
            Hosts::host);
    static final ValueReader<URI> ISSUER = new ValueReader<>(
            "an https URL (http for loopback only) without user, query and fragment",
            ValueReader.Style.TEXT,
            URI.create(""),
            Hosts::issuer);
    static final ValueReader<BigDecimal> AMOUNT = new ValueReader<>(
            "a number above 0 such as 500 or 99.50", ValueReader.Style.PLAIN, BigDecimal.ONE, Values::amount);

    private Values() {}

    /** A whole number within bounds, both included. */
    static ValueReader<Long> integer(long least, long most) {
        return new ValueReader<>(
                least == most ? "the number " + least : "a whole number from " + least + " to " + most,
                ValueReader.Style.PLAIN,
                least,
                text -> digits(text).filter(n -> n >= least && n <= most));
    }

    /** A duration above nothing, up to a bound that is itself written in one of the units. */
    static ValueReader<Duration> duration(String most) {
        Duration longest = parsed(most).orElseThrow();
        return new ValueReader<>(
                "a duration such as 30s, 5m or 1h, at most " + most,
                ValueReader.Style.TEXT,
                longest,
                text -> parsed(text).filter(duration -> duration.compareTo(longest) <= 0));
    }

    /** One of an enum's constants, by its name in lower case and with hyphens. */
    static <E extends Enum<E>> ValueReader<E> choice(Class<E> type) {
        Map<String, E> words =
                Arrays.stream(type.getEnumConstants()).collect(Collectors.toMap(Values::word, Function.identity()));
        String expected =
                Arrays.stream(type.getEnumConstants()).map(Values::word).collect(Collectors.joining(", "));
        return choice(words, "one of " + expected, type.getEnumConstants()[0]);
    }

    /** One of these words. */
    static <T> ValueReader<T> choice(Map<String, T> words, String expected, T placeholder) {
        return new ValueReader<>(
                expected,
                ValueReader.Style.TEXT,
                placeholder,
                text -> Optional.ofNullable(words.get(text)),
                words.keySet());
    }

    /** The name of something that the file describes elsewhere. */
    static ValueReader<String> reference(String expected, Collection<String> names) {
        return new ValueReader<>(
                expected, ValueReader.Style.TEXT, "", text -> Optional.of(text).filter(names::contains), names, true);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ValueReader<String> text(String expected, int longest, String pattern) {
        Pattern compiled = Pattern.compile(pattern, Pattern.DOTALL);
        return new ValueReader<>(
                expected,
                ValueReader.Style.TEXT,
                "",
                text -> Optional.of(text)
                        .filter(t ->
                                t.length() <= longest && compiled.matcher(t).matches()));
    }

    private static Optional<Long> digits(String text) {
        return Optional.of(text).filter(t -> t.matches("0|[1-9][0-9]{0,15}")).map(Long::valueOf);
    }

    private static Optional<BigDecimal> amount(String text) {
        return Optional.of(text)
                .filter(t -> t.matches("(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?"))
                .map(BigDecimal::new)
                .filter(amount -> amount.signum() > 0);
    }

    private static Optional<Duration> parsed(String text) {
        Matcher matcher = DURATION_PATTERN.matcher(text);
        return matcher.matches()
                ? Optional.of(Objects.requireNonNull(UNITS.get(matcher.group(2)))
                        .multipliedBy(Long.parseLong(matcher.group(1))))
                : Optional.empty();
    }

    private static Optional<LocalDate> date(String text) {
        try {
            return text.length() == 10 ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
