/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A text and what it says to whoever decodes it: percent-encoding, HTML and backslash escapes, quoted-printable, tags left out,
 * Base64, hexadecimal. For finding what is hidden, never for finding something known.
 */
final class Decoded {
    private static final Pattern ESCAPE = Pattern.compile(
            "(?:%[0-9A-Fa-f]{2}){1,400}+|&#([0-9]{1,7});|&#[xX]([0-9A-Fa-f]{1,6});|\\\\u([0-9A-Fa-f]{4})"
                    + "|\\\\x([0-9A-Fa-f]{2})|&(commat|period|amp|colon|sol|plus|hyphen|dash|lowbar|num);");
    private static final Pattern QUOTED_PRINTABLE = Pattern.compile("=([0-9A-Fa-f]{2})|=[ \\t]*\\r?\\n");
    private static final Pattern TAG = Pattern.compile("<(?:!--.{0,200}?--|/?[A-Za-z][^<>]{0,200})>", Pattern.DOTALL);
    private static final Map<String, String> NAMED = Map.of(
            "commat", "@", "period", ".", "amp", "&", "colon", ":", "sol", "/", "plus", "+", "hyphen", "-", "dash", "-",
            "lowbar", "_", "num", "#");
    private static final Pattern PACKED = Pattern.compile("[A-Za-z0-9+/_-]{12,}+={0,2}");
    private static final int DEEPEST = 2;

    private Decoded() {}

    /** The text itself first. */
    static List<String> of(String text) {
        List<String> all = new ArrayList<>(2);
        all.add(text);
        for (int from = 0, depth = 0; depth < DEEPEST; depth++) {
            int to = all.size();
            for (int i = from; i < to; i++) {
                decode(all.get(i), all);
            }
            from = to;
        }
        return all;
    }

    private static void decode(String text, List<String> all) {
        String unescaped = unescaped(text);
        if (!unescaped.equals(text)) {
            all.add(unescaped);
        }
        // Each by itself: in other text, 40 after = and what stands in angle brackets are what they are.
        if (text.indexOf('=') >= 0 && QUOTED_PRINTABLE.matcher(text).find()) {
            all.add(QUOTED_PRINTABLE
                    .matcher(text)
                    .replaceAll(match -> match.group(1) == null
                            ? ""
                            : Matcher.quoteReplacement(character(Integer.parseInt(match.group(1), 16)))));
        }
        if (text.indexOf('<') >= 0 && TAG.matcher(text).find()) {
            all.add(TAG.matcher(text).replaceAll(""));
        }
        StringBuilder unpacked = new StringBuilder();
        Matcher packed = PACKED.matcher(text);
        while (packed.find()) {
            String said = unpacked(packed.group());
            if (said != null) {
                unpacked.append(said).append('\n');
            }
        }
        if (unpacked.length() > 0) {
            all.add(unpacked.toString());
        }
    }

    private static String unescaped(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('&') < 0 && text.indexOf('\\') < 0) {
            return text;
        }
        Matcher escape = ESCAPE.matcher(text);
        StringBuilder plain = new StringBuilder();
        while (escape.find()) {
            escape.appendReplacement(plain, Matcher.quoteReplacement(meant(escape)));
        }
        return escape.appendTail(plain).toString();
    }

    private static String meant(Matcher escape) {
        if (escape.group(1) != null) {
            return character(Integer.parseInt(escape.group(1)));
        }
        if (escape.group(5) != null) {
            return NAMED.getOrDefault(escape.group(5), "");
        }
        String hex =
                escape.group(2) != null ? escape.group(2) : escape.group(3) != null ? escape.group(3) : escape.group(4);
        return hex != null
                ? character(Integer.parseInt(hex, 16))
                : new String(bytes(escape.group().replace("%", "")), StandardCharsets.UTF_8);
    }

    private static String character(int point) {
        return Character.isValidCodePoint(point) ? Character.toString(point) : "";
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex, i * 2, i * 2 + 2, 16);
        }
        return bytes;
    }

    private static @Nullable String unpacked(String packed) {
        if (isHex(packed)) {
            return readable(bytes(packed));
        }
        try {
            String standard = packed.replace('-', '+').replace('_', '/').replace("=", "");
            int whole = standard.length() % 4 == 1 ? standard.length() - 1 : standard.length();
            return readable(Base64.getDecoder().decode(standard.substring(0, whole)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static boolean isHex(String packed) {
        return packed.length() % 2 == 0
                && packed.length() >= 16
                && packed.chars().allMatch(each -> Character.digit(each, 16) >= 0 && each < 0x80);
    }

    private static @Nullable String readable(byte[] bytes) {
        for (byte each : bytes) {
            if (each < 0x20 && each != '\n' && each != '\r' && each != '\t' || each == 0x7f) {
                return null;
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
