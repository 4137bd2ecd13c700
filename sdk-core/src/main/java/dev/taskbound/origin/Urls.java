/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HTTP URLs in the normal form of RFC 3986, 6.2.2 and 6.2.3: case of scheme and host, default port, empty path, escapes of
 * characters that need none. Paths, queries and fragments are compared otherwise as they are; a URL with a user in it has
 * no normal form.
 */
final class Urls {
    private static final Pattern IN_TEXT = Pattern.compile(
            "(?<![\\p{L}\\p{N}_+.-])(?i:https?)://[^\\s\\p{Z}\\p{C}<>\"\\u201c-\\u201f\\u00ab\\u00bb\\u3000-\\u303f\\uff00-\\uffef|^`{}]+");
    private static final Pattern WHOLE =
            Pattern.compile("((?i)https?)://(" + HostNames.NAME + ")(?::([0-9]{1,5}))?([/?#][^\\s\\p{Z}\\p{C}\\\\]*)?");
    private static final Pattern BARE = Pattern.compile("(?<![\\p{L}\\p{M}\\p{N}@/\\\\._%+:-])(?:(?i:www)\\.(?:"
            + HostNames.DOTTED + ")(?:/[^\\s\\p{Z}\\p{C}<>\"]*)?|" + HostNames.DOTTED + "/[^\\s\\p{Z}\\p{C}<>\"]*)");
    private static final Pattern SCHEME = Pattern.compile("(?i)(?:https?://(?:www\\.)?|mailto:|tel:)");
    private static final int LONGEST = 2_048;
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_~";
    private static final String AT_END = ".,;:!?'*_\u2019\u2026";

    private Urls() {}

    static List<Entity> in(String text) {
        List<Entity> found = new ArrayList<>();
        Matcher match = IN_TEXT.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int at = text.indexOf("://"); at >= 0; at = text.indexOf("://", at + 1)) {
            int from = at >= 5 && Character.toLowerCase(text.charAt(at - 1)) == 's' ? at - 5 : at - 4;
            boolean isFree = from >= 0
                    && (found.isEmpty() || from >= found.get(found.size() - 1).to());
            if (isFree
                    && match.region(from, Math.min(text.length(), from + LONGEST))
                            .lookingAt()) {
                Entity url = entity(text, from, match.end());
                found.add(url);
                // As HTML writes it.
                String meant = url.in(text).replace("&amp;", "&");
                String form = meant.length() < url.to() - from ? whole(meant) : null;
                if (form != null) {
                    found.add(new Entity(Entity.Kind.URL, from, url.to(), form));
                }
            }
        }
        return found;
    }

    private static Entity entity(String text, int from, int matched) {
        int to = end(text, from, matched);
        String spelt = text.substring(from, to);
        String form = whole(spelt);
        return new Entity(Entity.Kind.URL, from, to, form == null ? "t:" + PlainText.of(spelt) : form);
    }

    /** As people write them: www.example.org, example.org/help. Such a one stands for the HTTPS URL. */
    static List<Entity> bareIn(String text) {
        List<Entity> found = new ArrayList<>();
        Matcher match = BARE.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int dot = text.indexOf('.'); dot >= 0; ) {
            int begin = dot;
            while (begin > 0 && !isSpace(text.charAt(begin - 1))) {
                begin--;
            }
            int wordEnd = dot;
            while (wordEnd < text.length() && !isSpace(text.charAt(wordEnd))) {
                wordEnd++;
            }
            dot = text.indexOf('.', wordEnd);
            int from = begin + ("([<'\"*".indexOf(text.charAt(begin)) >= 0 ? 1 : 0);
            if (match.region(from, Math.min(wordEnd, from + LONGEST)).lookingAt()) {
                int to = end(text, match.start(), match.end());
                String form = whole("https://" + text.substring(match.start(), to));
                if (form != null) {
                    found.add(new Entity(Entity.Kind.URL, match.start(), to, form));
                }
            }
        }
        return found;
    }

    /** Who is sent a host and a path may write the rest himself. */
    static String withoutScheme(String text) {
        Matcher scheme = SCHEME.matcher(text);
        return scheme.lookingAt() ? text.substring(scheme.end()) : text;
    }

    private static boolean isSpace(char each) {
        return each <= ' ' ? each == ' ' || each >= '\t' && each <= '\r' : each >= 0x80 && Character.isSpaceChar(each);
    }

    static @Nullable String whole(String text) {
        if (text.length() > Forms.LONGEST || text.indexOf("://") < 4) {
            return null;
        }
        Matcher url = WHOLE.matcher(text);
        if (!url.matches()) {
            return null;
        }
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        String port = url.group(3);
        boolean isDefault = port == null || port.equals(scheme.equals("https") ? "443" : "80");
        String rest = url.group(4) == null ? "/" : escapes(url.group(4));
        return "u:" + scheme + "://" + HostNames.normal(url.group(2)) + (isDefault ? "" : ":" + port)
                + (rest.startsWith("/") ? rest : "/" + rest);
    }

    /** A sentence's punctuation is not part of the URL, nor is a bracket that was not opened in it. */
    private static int end(String text, int from, int to) {
        int end = to;
        while (end > from) {
            char last = text.charAt(end - 1);
            boolean isLoose = last == ')' && isUnopened(text, from, end, '(', ')')
                    || last == ']' && isUnopened(text, from, end, '[', ']');
            if (AT_END.indexOf(last) < 0 && !isLoose) {
                int loose = text.substring(from, end).indexOf("](");
                return loose > 0 ? from + loose : end;
            }
            end--;
        }
        return to;
    }

    private static boolean isUnopened(String text, int from, int to, char open, char close) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            depth += text.charAt(i) == open ? 1 : text.charAt(i) == close ? -1 : 0;
        }
        return depth < 0;
    }

    private static String escapes(String rest) {
        StringBuilder plain = new StringBuilder();
        Matcher escape = ESCAPE.matcher(rest);
        while (escape.find()) {
            char meant = (char) Integer.parseInt(escape.group(1), 16);
            String kept = UNRESERVED.indexOf(meant) >= 0
                    ? String.valueOf(meant)
                    : escape.group().toUpperCase(Locale.ROOT);
            escape.appendReplacement(plain, Matcher.quoteReplacement(kept));
        }
        escape.appendTail(plain);
        return plain.chars().allMatch(each -> each < 0x80) ? plain.toString() : escaped(plain.toString());
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            escaped.append(each >= 0 ? String.valueOf((char) each) : String.format(Locale.ROOT, "%%%02X", each));
        }
        return escaped.toString();
    }
}
