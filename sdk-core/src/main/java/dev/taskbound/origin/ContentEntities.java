/* Copyright 2026 the Taskbound authors. SPDX-License-Identifier: Apache-2.0 */
package dev.taskbound.origin;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What in a text can send somebody somewhere: links, addresses, numbers to dial or to pay to. Also what has invisible
 * characters in it, is of another width, or is encoded. Finds rather too much.
 */
final class ContentEntities {
    private static final List<Function<String, List<Entity>>> KINDS =
            List.of(Urls::in, Emails::in, Accounts::in, Phones::in, Urls::bareIn);
    private static final Pattern OTHER = Pattern.compile(
            "(?i)\\b(?!https?:)[a-z][a-z0-9+.-]{1,20}://[^\\s\\p{Z}<>\"]+"
                    + "|\\b(?:mailto|tel|sms|javascript|data):[^\\s\\p{Z}<>\"]+|https?://[^\\s\\p{Z}<>\"]+|(?<![\\p{L}\\p{N}])[a-z]{2}[0-9]{2}(?:["
                    + " -]?[a-z0-9]{4}){2,7}(?:[ -]?[a-z0-9]{1,3})?(?![\\p{L}\\p{N}])|(?<![\\p{L}\\p{N}.,-])[0-9](?:["
                    + " -]?[0-9]){8,33}(?![\\p{L}\\p{N}])"
                    + "|[^\\s\\p{Z}<>\",;:()]+@[^\\s\\p{Z}<>\",;:()@]+\\.[\\p{L}\\p{N}-]{2,}"
                    + "|(?<![\\p{L}\\p{N}@._-])(?:[a-z0-9-]{1,63}\\.){1,6}(?:com|org|net|io|example|info|biz|co|app|dev|xyz|ru|cn|de|uk|eu|top|site|online|link|ly|me|test)(?![\\p{L}\\p{N}_-]|\\.[\\p{L}\\p{N}])");

    private final Set<String> found = new LinkedHashSet<>();

    private ContentEntities() {}

    static List<String> in(@Nullable Object value) {
        ContentEntities entities = new ContentEntities();
        Trees.leavesAndNames(value, leaf -> {
            if (leaf instanceof String text) {
                Decoded.of(Fold.visible(text)).forEach(entities::read);
                if (!Fold.visible(text).equals(text)) {
                    entities.read(text);
                }
            }
        });
        return new ArrayList<>(entities.found);
    }

    private void read(String text) {
        String rest = text;
        for (Function<String, List<Entity>> kind : KINDS) {
            List<Entity> more = kind.apply(rest);
            String from = rest;
            more.forEach(entity -> found.add(entity.in(from)));
            rest = Entities.without(rest, more);
        }
        rest = Entities.without(rest, Moments.in(rest));
        Matcher other = OTHER.matcher(rest);
        while (other.find()) {
            found.add(other.group());
        }
    }
}
