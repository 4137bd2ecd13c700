/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential;

import dev.taskbound.credential.CredentialRefusedException.Reason;
import dev.taskbound.internal.json.Digests;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The claims of a JWT whose signature has been verified; nothing else makes one. Says nothing about issuer, audience or
 * time: whoever uses it asks. A claim of another kind than the one asked for is a {@link CredentialRefusedException}.
 */
public final class VerifiedJwt {
    /** How far clocks may be apart. */
    static final Duration SKEW = Duration.ofSeconds(5);

    private static final Pattern SHOWABLE = Pattern.compile("[!-~]{1,128}");
    private static final BigDecimal LATEST = BigDecimal.valueOf(Instant.MAX.getEpochSecond());

    private final Map<String, @Nullable Object> claims;

    private final String signedPart;

    /** @param signedPart header and payload as they were signed */
    VerifiedJwt(Map<String, @Nullable Object> claims, String signedPart) {
        this.claims = claims;
        this.signedPart = signedPart;
    }

    /** The claim as JSON has it: texts, numbers, booleans, lists, maps; null if absent. */
    public @Nullable Object claim(String name) {
        return claims.get(name);
    }

    /** Empty if absent. */
    public Optional<String> text(String name) {
        Object value = claims.get(name);
        if (value == null || value instanceof String) {
            return Optional.ofNullable((String) value);
        }
        throw malformed(name, "a text");
    }

    /** A {@code NumericDate} (RFC 7519, 2), seconds with or without a fraction. */
    public Optional<Instant> time(String name) {
        Object value = claims.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Number number) {
            return Optional.of(instant(name, new BigDecimal(number.toString())));
        }
        throw malformed(name, "a NumericDate");
    }

    private static Instant instant(String name, BigDecimal seconds) {
        if (seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
            throw malformed(name, "a NumericDate");
        }
        try {
            long whole = seconds.longValue();
            BigDecimal nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9);
            return Instant.ofEpochSecond(whole, nanos.longValue());
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed(name, "a NumericDate");
        }
    }

    /** One text or an array of texts (RFC 7519, 4.1.3). */
    public Set<String> audience() {
        return texts("aud");
    }

    /** Space separated (RFC 8693, 4.2), or an array in {@code scope} or {@code scp} as some servers have it. */
    Set<String> scope() {
        Set<String> scope = new HashSet<>();
        for (String name : List.of("scope", "scp")) {
            texts(name).forEach(text -> scope.addAll(Scopes.parse(text)));
        }
        return scope;
    }

    /** The {@code sub} of the outermost {@code act}: the current actor (RFC 8693, 4.1). */
    Optional<String> actor() {
        Object act = claims.get("act");
        if (act == null) {
            return Optional.empty();
        }
        if (act instanceof Map<?, ?> actor && actor.get("sub") instanceof String subject) {
            return Optional.of(subject);
        }
        throw malformed("act", "an object with a sub");
    }

    /**
     * The {@code jti}, or a hash where it has none that is fit to be shown. Of the signed part only: the same signature
     * can be written in more than one way.
     */
    public String id() {
        return text("jti")
                .filter(id -> SHOWABLE.matcher(id).matches())
                .orElseGet(() -> Digests.sha256("taskbound-token-v1\0", signedPart));
    }

    /** @param path names of nested objects, separated by dots */
    Set<String> textsAt(String path) {
        Object value = claims;
        for (String name : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return texts(path, value);
    }

    private Set<String> texts(String name) {
        return texts(name, claims.get(name));
    }

    private static Set<String> texts(String name, @Nullable Object value) {
        if (value == null) {
            return Set.of();
        }
        List<?> all = value instanceof List<?> list ? list : List.of(value);
        return all.stream().map(item -> requireText(name, item)).collect(Collectors.toUnmodifiableSet());
    }

    private static String requireText(String name, @Nullable Object item) {
        if (item instanceof String text) {
            return text;
        }
        throw malformed(name, "texts only");
    }

    /** Refuses a token that is expired, not valid yet, from the future, or without end. */
    Instant requireLive(Instant now) {
        Instant expiry = time("exp").orElseThrow(() -> notLive("an exp claim"));
        requireTime(now.isBefore(expiry.plus(SKEW)), "an exp in the future");
        Instant latestStart = now.plus(SKEW);
        requireTime(time("nbf").stream().noneMatch(latestStart::isBefore), "an nbf in the past");
        requireTime(time("iat").stream().noneMatch(latestStart::isBefore), "an iat in the past");
        return expiry;
    }

    private static void requireTime(boolean holds, String expected) {
        if (!holds) {
            throw notLive(expected);
        }
    }

    private static CredentialRefusedException notLive(String expected) {
        return new CredentialRefusedException(Reason.NOT_LIVE, "expected " + expected);
    }

    private static CredentialRefusedException malformed(String claim, String expected) {
        return new CredentialRefusedException(Reason.MALFORMED, "claim " + claim + ": expected " + expected);
    }

    /** Names the claims and shows none. */
    @Override
    public String toString() {
        return "VerifiedJwt" + claims.keySet();
    }
}
