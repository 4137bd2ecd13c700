/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.credential.aws;

import dev.taskbound.internal.json.CanonicalJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a session may do, as an IAM policy: nothing but what the scopes name, on the resources of this call, until a time.
 * A scope is {@code action[,action]@resource}; in the resource, {@code {name}} stands for the control argument of that
 * name.
 */
final class SessionPolicy {
    /** AssumeRoleWithWebIdentity, Policy: 1 to 2048 characters. What AWS makes of it is bounded once more. */
    static final int LONGEST = 2_048;

    private static final Pattern FORM =
            Pattern.compile("([a-z0-9-]+:[A-Za-z0-9*]+(?:,[a-z0-9-]+:[A-Za-z0-9*]+)*)@(arn:\\S+|\\*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final BigDecimal MOST = BigDecimal.valueOf((1L << 53) - 1);

    private SessionPolicy() {}

    /**
     * @param scopes separated by a space
     * @param control the frozen values of the control arguments
     * @param end from which on nothing is allowed; to the second, downwards
     * @throws IllegalArgumentException if a scope is none, or a value cannot stand in a resource; the message shows no
     *     value
     */
    static String of(String scopes, Map<String, @Nullable Object> control, Instant end) {
        Map<String, Object> condition = Map.of(
                "DateLessThan",
                Map.of("aws:CurrentTime", end.truncatedTo(ChronoUnit.SECONDS).toString()));
        List<Map<String, Object>> statements = new ArrayList<>();
        for (String scope : scopes.split(" ")) {
            var form = FORM.matcher(scope);
            if (!form.matches()) {
                throw new IllegalArgumentException("the scope " + scope + ", expected action[,action]@resource such as"
                        + " s3:GetObject@arn:aws:s3:::invoices/{customer}/*");
            }
            statements.add(Map.of(
                    "Effect",
                    "Allow",
                    "Action",
                    List.of(form.group(1).split(",")),
                    "Resource",
                    resource(form.group(2), control),
                    "Condition",
                    condition));
        }
        String policy = ascii(CanonicalJson.write(Map.of("Version", "2012-10-17", "Statement", statements)));
        if (policy.length() > LONGEST) {
            throw new IllegalArgumentException("scopes and values that make a session policy of " + policy.length()
                    + " characters, expected at most " + LONGEST);
        }
        return policy;
    }

    /** AWS takes no character beyond U+00FF; in JSON all of them stand in texts, where they can be escaped. */
    private static String ascii(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        json.chars().forEach(c -> ascii.append(c < 0x7f ? String.valueOf((char) c) : String.format("\\u%04x", c)));
        return ascii.toString();
    }

    private static String resource(String pattern, Map<String, @Nullable Object> control) {
        String resource =
                PLACEHOLDER.matcher(pattern).replaceAll(found -> Matcher.quoteReplacement(value(found, control)));
        if (PLACEHOLDER.matcher(pattern).replaceAll("").matches(".*[{}$].*")) {
            throw new IllegalArgumentException(
                    "a resource with '{', '}' or '$', expected {name of a control argument}");
        }
        return resource;
    }

    private static String value(MatchResult placeholder, Map<String, @Nullable Object> control) {
        String name = placeholder.group(1);
        String text = text(control.get(name));
        if (text.isEmpty() || CONTROL.matcher(text).find()) {
            throw new IllegalArgumentException("no text, whole number or boolean as the control argument " + name
                    + ", which a resource of the scopes names");
        }
        return literal(text);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Number number) {
            BigDecimal decimal = new BigDecimal(number.toString());
            return isWhole(decimal) ? decimal.toBigInteger().toString() : "";
        }
        return value instanceof Boolean ? value.toString() : "";
    }

    private static boolean isWhole(BigDecimal decimal) {
        return decimal.abs().compareTo(MOST) <= 0
                && decimal.stripTrailingZeros().scale() <= 0;
    }

    /** IAM's own way to mean the character and not what it stands for: a value is no wildcard and no variable. */
    private static String literal(String text) {
        return text.replaceAll("[*?$]", "\\${$0}");
    }
}
